/** Words of choosing where. */
const zh = {
  onMap: '在地图上选择', modes: { pick: '点选村', polygon: '画多边形', circle: '画圆' }, hideMap: '收起地图',
  pickHint: '点村的标记，选中或取消。', polygonHint: '依次点各个角，再点“完成”。退格键撤销一个角，Esc 取消。', circleHint: '先点圆心，再点圆周上一点。',
  undo: '撤销一个角', done: '完成', cancel: '取消',
  typed: '输入坐标', circle: '圆', polygon: '多边形', radius: '半径（千米）', latitude: '纬度（度）', longitude: '经度（度）', addCircle: '添加圆', addPolygon: '添加多边形',
  corners: '各角：每行“纬度,经度”，至少三行', circleOf: (latitude: string, longitude: string, radius: string) => `圆：${latitude}, ${longitude}，半径 ${radius} 千米`, polygonOf: (corners: number) => `多边形：${corners} 个角`,
  notCorners: '每行要有纬度和经度，用逗号分开，至少三行',
  remove: '去掉', chosen: '已选', nothing: '还没有选择范围', clear: '全部清除', more: (count: number) => `等 ${count} 处`,
  groups: '常用分组', groupSave: '把所选村镇存为分组', groupName: '分组名称（如：白河下游）', groupSaved: (name: string) => `分组“${name}”已保存。`, groupEdit: '修改', groupEditing: (name: string) => `正在修改“${name}”：选好村镇后保存`,
  groupDelete: '删除', groupDeleteText: (name: string) => `分组“${name}”会被删除。已发布的预警不受影响。`, groupDeleted: '分组已删除。', groupOf: (count: number) => `${count} 处`,
  reached: '能送到', unreached: '送不到', outside: '不在范围内', open: '展开', reachedVillages: (count: number) => `能送到的 ${count} 个村`,
};

const en: typeof zh = {
  onMap: 'Choose on the map', modes: { pick: 'Pick villages', polygon: 'Draw a polygon', circle: 'Draw a circle' }, hideMap: 'Close the map',
  pickHint: 'Click a village to choose it, and again to leave it out.', polygonHint: 'Click the corners, then “Done”. Backspace takes one back, Esc gives up.', circleHint: 'Click the centre, then a point on the edge.',
  undo: 'Take one back', done: 'Done', cancel: 'Give up',
  typed: 'Type coordinates', circle: 'Circle', polygon: 'Polygon', radius: 'Radius (km)', latitude: 'Latitude (degrees)', longitude: 'Longitude (degrees)', addCircle: 'Add the circle', addPolygon: 'Add the polygon',
  corners: 'Corners: one “latitude,longitude” a line, three at least', circleOf: (latitude, longitude, radius) => `Circle: ${latitude}, ${longitude}, radius ${radius} km`, polygonOf: (corners) => `Polygon with ${corners} corners`,
  notCorners: 'each line needs a latitude and a longitude with a comma between, three lines at least',
  remove: 'Remove', chosen: 'Chosen', nothing: 'Nothing is chosen yet', clear: 'Clear all', more: (count) => `and ${count} more`,
  groups: 'Saved groups', groupSave: 'Save the chosen places as a group', groupName: 'Name of the group (such as “below the dam”)', groupSaved: (name) => `The group “${name}” is saved.`, groupEdit: 'Change', groupEditing: (name) => `Changing “${name}”: choose its places, then save`,
  groupDelete: 'Delete', groupDeleteText: (name) => `The group “${name}” will be deleted. Warnings that were issued stay as they are.`, groupDeleted: 'The group is deleted.', groupOf: (count) => (count === 1 ? '1 place' : `${count} places`),
  reached: 'reached', unreached: 'not reached', outside: 'outside', open: 'Open', reachedVillages: (count) => (count === 1 ? '1 village is reached' : `${count} villages are reached`),
};

export const areaWords = { zh, en };
