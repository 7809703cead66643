// Which fields stand in which group, and with what kind of input. What is not
// named here appears all the same: its type comes from the schema, its name is
// its label, and it stands in the last group.

/** The groups, in the order of writing. `before` stand above the text, the others under it. */
const GROUPS = [
  { id: 'head', before: true, open: true, plain: true, fields: ['letterhead', 'kind', 'language', 'date', 'place', 'number', 'embargo'] },
  { id: 'headline', before: true, open: true, plain: true, fields: ['headline', 'subheadline', 'lead'] },
  { id: 'contacts', open: true, fields: ['contacts'] },
  { id: 'media', open: true, fields: ['media'] },
  { id: 'event', openFor: 'invitation', fields: ['event'] },
  { id: 'correction', openFor: 'correction', fields: ['refers_to'] },
  { id: 'links', fields: ['links'] },
  { id: 'signatories', openFor: 'speech', fields: ['signatories'] },
  { id: 'notices', fields: ['kicker', 'notices', 'boilerplate'] },
  { id: 'issue', fields: ['not_before', 'version', 'status', 'id'] },
  { id: 'search', fields: ['keywords', 'hyphenation'] },
  { id: 'more', fields: [] },
];

/** What the schema does not say: how wide a field is, and a better input than its type alone would get. */
const OWN = {
  kind: { width: 'third' },
  letterhead: { widget: 'letterhead', width: 'two-thirds' },
  language: { widget: 'language', width: 'third' },
  // The hour of issue is rarely said; its input appears where the file has one.
  date: { width: 'third', rareTime: true },
  place: { width: 'third' },
  number: { width: 'third' },
  embargo: { width: 'two-thirds' },
  headline: { widget: 'lines', rows: 1, strong: true },
  subheadline: { widget: 'lines', rows: 1 },
  lead: { widget: 'lines', rows: 3 },
  boilerplate: { widget: 'lines', rows: 3 },
  notices: { widget: 'texts' },
  keywords: { widget: 'words' },
  hyphenation: { widget: 'words' },
  version: { width: 'third' },
  status: { width: 'third' },
  id: { width: 'third' },
  body: { widget: 'none' },
  contacts: { widget: 'groups', add: 'contacts', title: ['name'] },
  media: { widget: 'groups', add: 'media', title: ['caption', 'file', 'url'] },
  links: { widget: 'groups', title: ['label', 'url'] },
  signatories: { widget: 'groups', title: ['name'] },
  'event.agenda': { widget: 'groups', title: ['text', 'time'] },
  'media.file': { widget: 'picture', width: 'full' },
  'media.alt': { widget: 'lines', rows: 2 },
  'media.caption': { widget: 'lines', rows: 1 },
  'refers_to.version': { width: 'half' },
};

/** The order of fields inside a group, where that of the schema, by alphabet, is not the one of thinking. */
const ORDER = {
  contacts: ['name', 'role', 'organisation', 'phone', 'mobile', 'fax', 'email', 'availability', 'label'],
  media: ['type', 'file', 'alt', 'caption', 'credit', 'usage', 'url', 'decorative'],
  links: ['label', 'url'],
  signatories: ['name', 'role', 'organisation'],
  event: ['start', 'end', 'venue', 'address', 'agenda', 'accreditation'],
  'event.agenda': ['time', 'text', 'place'],
  'event.accreditation': ['deadline', 'email', 'note'],
  refers_to: ['number', 'date', 'headline', 'url', 'version', 'id'],
};

const withoutIndices = (path) => path.replace(/\[\d+\]/g, '');

/** Names of the properties of a schema, the known ones first. */
export function namesOf(schema, path) {
  const all = Object.keys(schema.properties ?? {});
  const first = (ORDER[withoutIndices(path)] ?? []).filter((name) => all.includes(name));
  return [...first, ...all.filter((name) => !first.includes(name))];
}

/** The groups with the fields that the schema has; unknown fields go into the last one. */
export function groupsOf(schema) {
  const all = Object.keys(schema.properties ?? {});
  const placed = new Set([...GROUPS.flatMap((group) => group.fields), 'body']);
  return GROUPS.map((group) => {
    const names = group.fields.filter((name) => all.includes(name));
    if (group.id === 'more') names.push(...all.filter((name) => !placed.has(name)));
    return { ...group, fields: names };
  }).filter((group) => group.fields.length > 0);
}

/** What kind of input a field has: from the table, else from its schema. */
export function inputOf(path, schema) {
  const own = OWN[withoutIndices(path)] ?? {};
  return { width: own.width ?? defaultWidth(path, schema), ...own, widget: own.widget ?? widgetOf(schema) };
}

function defaultWidth(path, schema) {
  if (schema.type === 'array' || schema.type === 'object' || !path.includes('.')) return 'full';
  return 'half';
}

function widgetOf(schema) {
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean') return 'flag';
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'object') return 'group';
  if (schema.type === 'array') return schema.items?.type === 'object' ? 'groups' : 'texts';
  const patterns = [schema.pattern, ...(schema.anyOf ?? []).map((choice) => choice.pattern)].filter(Boolean);
  const days = patterns.some((pattern) => pattern.startsWith('^\\d{4}-') && pattern.endsWith('\\d{2}$'));
  const moments = patterns.some((pattern) => pattern.includes('[Tt ]'));
  if (days && moments) return 'date';
  if (moments) return 'moment';
  if (days) return 'day';
  if (schema.format === 'email') return 'email';
  if (schema.pattern === '\\d') return 'phone';
  if (schema.pattern?.includes('https?')) return 'address';
  return 'text';
}
