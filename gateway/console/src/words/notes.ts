import { language } from './index';

// What the gateway notes of a message when it takes it, in its own words (Warnings/WarningVerdict).
const inChinese: readonly (readonly [RegExp, string])[] = [
  [/sounds as a drill/, '按演练播出'],
  [/status (\w+): stored, sounds nothing/, '状态为 $1：只存档，不播出'],
  [/acknowledgement: stored, sounds nothing/, '回执：只存档，不播出'],
  [/error report: stored, sounds nothing/, '错误报告：只存档，不播出'],
  [/cancels nothing that is known here/, '所取消的预警本县没有'],
  [/cancels (W-[\w, -]+)/, '取消 $1'],
  [/, supersedes (W-[\w, -]+)/, '，代替 $1'],
  [/it has no info block: stored, there is nothing to say/, '没有内容：只存档，无话可播'],
  [/expired at (\S+): stored, sounds nothing/, '已于 $1 过期：只存档，不播出'],
  [/scope Private: for the addresses it names only; stored, not for loudspeakers/, '仅供指定收件人：只存档，不在扬声器播出'],
  [/(W-\S+) \((\w+)\) came before it: stored, sounds nothing/, '$1（$2）先到：只存档，不播出'],
  [/; what it updates is not known here, so it is taken as new/, '；所更新的预警本县没有，按新预警处理'],
  [/; its sender restricts it: /, '；发布者限定范围：'],
  [/; it names no place, so it reaches nobody/, '；没有指明地点，通知不到任何村'],
  [/; (W-[\w, -]+) left alone: its status is (\w+), not (\w+)/, '；$1 不受影响：其状态为 $2，不是 $3'],
  [/: stored, sounds nothing/, '：只存档，不播出'],
  [/^sounds/, '播出'],
];

/** A note of the gateway for the reader; what is not known stays as it was written. */
export function noteOf(note: string): string {
  return language.value === 'en' ? note : inChinese.reduce((text, [words, chinese]) => text.replace(words, chinese), note);
}
