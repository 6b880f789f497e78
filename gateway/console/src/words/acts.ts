import { language, words } from './index';
import { noteOf } from './notes';

/**
 * What people and the gateway have done, as the audit has it, in Chinese; in English it is said as it is written. {0} stands for what differs, {0:steps} for
 * a word of a table of ours. tests/Contract.Tests knows an act that is missing here, and one that nobody does.
 */
const inChinese: Record<string, string> = {
  'application for boards': '批量更新程序',
  'application {0}': '应用更新：{0:wishes}',
  'audit anchored': '审计设锚',
  'board added': '添加终端',
  'board configured': '修改终端配置',
  'board replaced': '更换终端',
  'board retired': '停用终端',
  'board silenced': '让终端停止发声',
  'change of boards given up': '放弃批量更改',
  'change of boards goes on': '继续批量更改',
  'clip announced as a drill': '录音加演练播报',
  'clip recorded': '录音',
  'clip uploaded': '上传声音',
  'clip {0} {1}': '声音 {0}：{1:wishes}',
  'division changed': '修改村资料',
  'divisions imported': '导入区划',
  'everything stopped': '全县停播',
  'file for boards': '下发文件',
  'key added': '添加密钥',
  'key refused': '拒绝密钥',
  'key revoked': '吊销密钥',
  'lexicon changed': '修改读音',
  'log fetched': '读取终端日志',
  'ordered: {0}, {1}': '下达指令：{0:orders}（{1:scopes}）',
  'outlines imported': '导入边界',
  'password changed': '修改密码',
  'password reset': '重设密码',
  'person added': '添加人员',
  'person disabled': '停用人员',
  'person enabled': '启用人员',
  'person renamed': '修改姓名',
  'place group removed': '删除分组',
  'place group saved': '保存分组',
  'programme added': '添加节目',
  'programme changed': '修改节目',
  'programme on the air': '节目开播',
  'programme removed': '删除节目',
  'programme stopped': '停播节目',
  'refusals': '更多拒绝',
  'refused': '拒绝',
  'rights changed': '修改权限',
  'setting changed': '修改设置',
  'settings for boards': '批量修改配置',
  'settings {0}': '终端配置：{0:wishes}',
  'sign-in refused': '拒绝登录',
  'signed in': '登录',
  'signed out': '退出',
  'signed out everywhere': '在各处退出',
  'stop of everything lifted': '解除全县停播',
  'test tone ordered': '播放测试音',
  'texts as shipped again': '文字改回自带的',
  'texts changed': '修改预警文字',
  'update resumed': '继续更新',
  'warning received': '收到预警',
  'warning refused': '拒收预警',
  'warning {0}': '预警：{0:steps}',
};

const orders: Record<string, string> = { 'play': '播放', 'stop': '停止', 'test': '测试音', 'configure': '修改配置', 'fetch-clip': '取声音', 'update': '更新应用', 'restart': '重新启动', 'send-log': '读取日志' };

const wishes: Record<string, string> = { 'held': '等待', 'wanted': '待下达', 'ordered': '已下达', 'done': '完成', 'refused': '被拒绝', 'rolled-back': '已退回', 'failed': '失败' };

const actors: Record<string, string> = { 'gateway': '网关', 'command line': '命令行', 'nobody': '未登录者' };

// The more a template says itself, the earlier it is tried: "warning received" is not a step of a warning.
const templates = Object.keys(inChinese).sort((one, other) => one.split('{').length - other.split('{').length)
  .map((template) => [new RegExp(`^${template.replace(/\{\d\}/g, '(.+)')}$`), inChinese[template]!] as const);

/** An act for the reader; what is not known stays as it was written. */
export function actOf(act: string): string {
  if (language.value === 'en') return act;
  for (const [pattern, chinese] of templates) {
    const found = pattern.exec(act);
    if (found) return chinese.replace(/\{(\d)(?::(\w+))?\}/g, (_, at: string, table: string | undefined) => wordOf(found[Number(at) + 1]!, table));
  }
  return act;
}

// What stands beside an act in words of the gateway's own; names, numbers and settings stay as they are.
const detailsInChinese: readonly (readonly [RegExp, string])[] = [
  [/^(\d+) boards\b/, '$1 台终端'], [/^(\d+) words$/, '$1 个词'], [/^audit$/, '审计'], [/^order (\d+)$/, '指令 $1'], [/^build (.+)$/, '版本 $1'], [/^version (\d+)\b/, '第 $1 版'], [/ \(as configured\)$/, '（恢复默认）'],
  [/^people (\d*), shelter (.*), contact (.*), phone (.*)$/, '人口 $1，转移地点 $2，联系人 $3，电话 $4'], [/^has (?=[a-z])/, '角色：'], [/; silenced: /, '；已静音：'], [/\bnothing\b/g, '无'], [/^too many mistakes: (\d+) s to wait$/, '错误太多，还要等 $1 秒'],
];

/** To what it was done: a name, an id, a count. */
export function subjectOf(subject: string): string {
  return language.value === 'en' ? subject : detailsInChinese.reduce((text, [pattern, chinese]) => text.replace(pattern, chinese), subject);
}

/** What stands beside an act, for the reader: roles and counts in words. */
export function detailOf(act: string, detail: string): string {
  if (language.value === 'en') return detail;
  if (act === 'warning received') return detail.replace(/: (.*)$/, (_, note: string) => `：${noteOf(note)}`);
  const said = subjectOf(detail);
  return /^(person added|key added|rights changed|refused)$/.test(act) ? said.replace(/[^:：]*$/, (roles) => roles.replace(/[a-z]+/g, (one) => words.value.roles[one] ?? one)) : said;
}

/** Who did it: a person's name, or what stands for none. */
export function actorOf(who: string): string {
  if (language.value === 'en') return who;
  return actors[who] ?? who.replace(/^key /, '密钥 ');
}

function wordOf(part: string, table: string | undefined): string {
  const { steps_, scopes, desk } = words.value;
  const known: Record<string, string> = { orders, wishes, scopes, steps: { ...desk.whats, ...steps_ } }[table ?? ''] ?? {};
  return known[part] ?? part;
}
