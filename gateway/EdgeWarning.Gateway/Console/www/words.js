// Every word of the console, once in Chinese and once in English. A word that one language lacks is a fault the page shows as its name.

const chinese = {
  title: '村村响预警',
  skipToWarnings: '跳到预警列表',
  otherLanguage: 'English',
  signOut: '退出',
  userName: '用户名',
  fullName: '姓名',
  password: '密码',
  newPassword: '新密码（至少 12 个字符）',
  setUpCode: '初始化代码',
  enter: {
    signIn: { title: '登录', hint: '', go: '登录' },
    setUp: { title: '首次设置', hint: '启动网关时，其输出中显示初始化代码。这里创建第一位管理员。', go: '创建并登录' },
    change: { title: '请设置新密码', hint: '当前密码由他人设定，必须更换后才能继续。', go: '更换密码' },
    problems: { 401: () => '用户名或密码错误。', 403: () => '代码错误，或已有人完成设置。', 429: (seconds) => `错误次数过多，请 ${seconds} 秒后再试。` },
  },
  warnings: '预警',
  loading: '正在读取…',
  noWarnings: '目前没有预警。',
  boards: '终端',
  boardsCount: (online, all) => `在线 ${online} / 共 ${all}`,
  noBoards: '还没有登记终端。用命令 gateway board add 登记第一台。',
  village: '村',
  board: '终端',
  kind: '类型',
  state: '状态',
  lastSeen: '最近联系',
  lastReading: '雨量 / 水位',
  lastVerdict: '最近播放结果',
  actions: '操作',
  keep: '不，返回',
  link: { connecting: '正在连接…', live: '实时更新', lost: (time) => `连接中断，自 ${time} 起数据未更新，正在重连` },
  health: { connecting: '正在检查…', ready: '可以发布预警', unable: '目前不能发布预警', degraded: '可以发布，部分异常' },
  levels: { red: '红色', orange: '橙色', yellow: '黄色', blue: '蓝色', programme: '一般', none: '无内容' },
  scopes: { actual: '实际', drill: '演练', exercise: '演练', test: '测试', system: '系统', draft: '草稿' },
  warningStates: {
    live: '生效中', cancelled: '已解除', superseded: '已被更新替代', expired: '已过期', stored: '仅存档，不播放', pending: '等待处理', stopped: '已停播',
  },
  until: (time) => `有效至 ${time}`,
  receivedAt: (time) => `接收于 ${time}`,
  targeted: (count) => `${count} 个扬声器`,
  noTargets: '不需要任何扬声器发声',
  coverage: { heard: '已听到', notHeard: '未听到', cannotTell: '无法判断', silent: '无应答', waiting: '等待中' },
  details: '查看各村情况',
  hideDetails: '收起',
  stop: '停止播放',
  stopTitle: '停止这条预警？',
  stopText: (name) => `“${name}”将在所有村停止播放。`,
  stopYes: '停止播放',
  stopDone: '已发出停止播放的指令。',
  testTone: '测试音',
  testToneTitle: '播放测试音？',
  testToneText: (village, board) => `${village}（${board}）会发出一声测试音，村民会听到。`,
  testToneYes: '播放测试音',
  testToneDone: (board) => `已向 ${board} 发出测试音指令。`,
  failed: (why) => `没有成功：${why}`,
  unreachable: '网关没有应答。',
  kinds: { 'loudspeaker': '扬声器', 'rain-gauge': '雨量计', 'water-level': '水位计', 'village-station': '综合站', 'bench': '试验板' },
  boardStates: { online: '在线', silent: '失联', new: '尚未上线', lost: '断开' },
  orderStates: {
    'committed': '已登记', 'sent': '已发送', 'received': '已收到', 'refused': '被拒绝', 'playing': '正在播放', 'heard': '已听到', 'not-heard': '未听到',
    'cannot-tell': '无法判断', 'finished': '播完', 'stopped': '已停止', 'failed': '失败', 'expired': '已过期',
  },
  reasons: {
    'malformed': '格式错误', 'foreign': '不属于该终端', 'forged': '签名不符', 'expired': '已过期', 'replayed': '重复', 'drill-mismatch': '演练标记不符',
    'unsupported': '不支持', 'busy': '忙', 'stopped-by-order': '按指令停止', 'superseded': '被新预警替代', 'pre-empted': '被更高级预警打断',
    'power-lost': '断电', 'speech-fault': '语音模块故障', 'amplifier-fault': '功放故障', 'still-sounding': '仍在发声', 'expired-while-playing': '播放中到期',
  },
  rain: (millimetres) => `近一小时 ${millimetres} mm`,
  stage: (metres) => `水位 ${metres} m`,
  none: '—',
  never: '从未',
  ago: { now: '刚刚', seconds: (n) => `${n} 秒前`, minutes: (n) => `${n} 分钟前`, hours: (n) => `${n} 小时前`, days: (n) => `${n} 天前` },
};

const english = {
  title: 'EdgeWarning',
  skipToWarnings: 'Skip to warnings',
  otherLanguage: '中文',
  signOut: 'Sign out',
  userName: 'User name',
  fullName: 'Full name',
  password: 'Password',
  newPassword: 'New password (12 characters or more)',
  setUpCode: 'Set-up code',
  enter: {
    signIn: { title: 'Sign in', hint: '', go: 'Sign in' },
    setUp: { title: 'First set-up', hint: 'The gateway’s output shows the set-up code when it starts. This makes the first administrator.', go: 'Create and sign in' },
    change: { title: 'Choose a new password', hint: 'Somebody else chose the present one: change it to go on.', go: 'Change the password' },
    problems: { 401: () => 'User name or password is wrong.', 403: () => 'The code is wrong, or somebody has set this gateway up already.', 429: (seconds) => `Too many mistakes: try again in ${seconds} s.` },
  },
  warnings: 'Warnings',
  loading: 'Loading…',
  noWarnings: 'No warnings at present.',
  boards: 'Boards',
  boardsCount: (online, all) => `${online} of ${all} online`,
  noBoards: 'No board is registered yet. Register the first with: gateway board add',
  village: 'Village',
  board: 'Board',
  kind: 'Kind',
  state: 'State',
  lastSeen: 'Last seen',
  lastReading: 'Rain / stage',
  lastVerdict: 'Last broadcast',
  actions: 'Actions',
  keep: 'No, go back',
  link: { connecting: 'Connecting…', live: 'Live', lost: (time) => `Connection lost: nothing new since ${time}. Reconnecting` },
  health: { connecting: 'Checking…', ready: 'Ready to warn', unable: 'Not able to warn', degraded: 'Able to warn, with faults' },
  levels: { red: 'Red', orange: 'Orange', yellow: 'Yellow', blue: 'Blue', programme: 'General', none: 'No content' },
  scopes: { actual: 'Actual', drill: 'Drill', exercise: 'Drill', test: 'Test', system: 'System', draft: 'Draft' },
  warningStates: {
    live: 'In force', cancelled: 'Cancelled', superseded: 'Replaced by an update', expired: 'Expired', stored: 'Stored, sounds nothing', pending: 'Pending', stopped: 'Stopped',
  },
  until: (time) => `until ${time}`,
  receivedAt: (time) => `received ${time}`,
  targeted: (count) => (count === 1 ? '1 loudspeaker' : `${count} loudspeakers`),
  noTargets: 'No loudspeaker has to sound',
  coverage: { heard: 'heard', notHeard: 'not heard', cannotTell: 'cannot tell', silent: 'no answer', waiting: 'waiting' },
  details: 'Show every village',
  hideDetails: 'Hide villages',
  stop: 'Stop sounding',
  stopTitle: 'Stop this warning?',
  stopText: (name) => `“${name}” will fall silent in every village.`,
  stopYes: 'Stop sounding',
  stopDone: 'The order to stop has been given.',
  testTone: 'Test tone',
  testToneTitle: 'Play a test tone?',
  testToneText: (village, board) => `${village} (${board}) will sound one test tone. People there will hear it.`,
  testToneYes: 'Play the test tone',
  testToneDone: (board) => `The test tone for ${board} has been ordered.`,
  failed: (why) => `That did not work: ${why}`,
  unreachable: 'the gateway did not answer.',
  kinds: { 'loudspeaker': 'Loudspeaker', 'rain-gauge': 'Rain gauge', 'water-level': 'Water level', 'village-station': 'Village station', 'bench': 'Bench' },
  boardStates: { online: 'Online', silent: 'Silent', new: 'Not seen yet', lost: 'Disconnected' },
  orderStates: {
    'committed': 'Committed', 'sent': 'Sent', 'received': 'Received', 'refused': 'Refused', 'playing': 'Playing', 'heard': 'Heard', 'not-heard': 'Not heard',
    'cannot-tell': 'Cannot tell', 'finished': 'Finished', 'stopped': 'Stopped', 'failed': 'Failed', 'expired': 'Expired',
  },
  reasons: {
    'malformed': 'malformed', 'foreign': 'for another board', 'forged': 'forged', 'expired': 'expired', 'replayed': 'played before', 'drill-mismatch': 'drill mark does not match',
    'unsupported': 'not supported', 'busy': 'busy', 'stopped-by-order': 'stopped by order', 'superseded': 'superseded', 'pre-empted': 'pre-empted by a higher warning',
    'power-lost': 'power lost', 'speech-fault': 'speech module fault', 'amplifier-fault': 'amplifier fault', 'still-sounding': 'still sounding', 'expired-while-playing': 'expired while playing',
  },
  rain: (millimetres) => `${millimetres} mm in 1 h`,
  stage: (metres) => `Stage ${metres} m`,
  none: '—',
  never: 'never',
  ago: {
    now: 'just now', seconds: (n) => `${n} s ago`, minutes: (n) => `${n} min ago`, hours: (n) => `${n} h ago`, days: (n) => (n === 1 ? '1 day ago' : `${n} days ago`),
  },
};

const languages = { 'zh-CN': chinese, 'en': english };

/** The language the reader chose before, else the first of the browser's that we speak, else Chinese. */
export function preferredLanguage() {
  const chosen = remembered();
  if (chosen) return chosen;
  for (const wanted of navigator.languages ?? []) {
    if (/^zh/i.test(wanted)) return 'zh-CN';
    if (/^en/i.test(wanted)) return 'en';
  }
  return 'zh-CN';
}

export function remember(language) {
  try { localStorage.setItem('language', language); } catch { /* a browser that keeps nothing still switches */ }
}

export function wordsOf(language) {
  return languages[language];
}

function remembered() {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked) return /^zh/i.test(asked) ? 'zh-CN' : 'en';
  try {
    const kept = localStorage.getItem('language');
    return kept in languages ? kept : null;
  } catch {
    return null;
  }
}
