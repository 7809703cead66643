// Day, and day with time and zone, with the browser's own inputs.

import { make } from './dom.js';
import { t } from './words.js';

const FORM = /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?\s*([Zz]|[+-]\d{2}:?\d{2})?)?$/;
const ZONES = ['+01:00', '+02:00', 'Z'];
const HOUSE = 'Europe/Berlin';

// A native input refuses a day that does not exist, with a word on the console; its text says it better.
function exists(day) {
  const moment = new Date(`${day}T12:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(day);
}

/** The offset that clocks in Germany show at a day and time: winter or summer. */
function houseOffset(day, time) {
  const moment = new Date(`${day}T${time || '12:00'}:00Z`);
  if (Number.isNaN(moment.getTime())) return '+01:00';
  const hour = (zone) => Number(new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(moment));
  const hours = (hour(HOUSE) - hour('UTC') + 24) % 24;
  return `+0${hours}:00`;
}

/** `kind` is `day`, `date` (a day, or a day with time) or `moment` (always with time). */
export function dateWidget(field, kind, change) {
  const day = make('input', { type: 'date', id: field.id, min: '0001-01-01', max: '9999-12-31' });
  const time = make('input', { type: 'time', id: `${field.id}-time`, 'aria-label': t('date.time_of', { field: field.label }) });
  const zone = make('select', { id: `${field.id}-zone`, 'aria-label': t('date.zone_of', { field: field.label }) });
  for (const offset of ZONES) zone.append(zoneOption(offset));
  // What these inputs cannot show, such as 25.11.2022, is shown as it was typed.
  const raw = make('input', { type: 'text', id: `${field.id}-raw`, 'aria-label': field.label, hidden: true });
  const clear = make('button', { type: 'button', class: 'quiet small', text: t('date.clear'), 'aria-label': t('date.clear_of', { field: field.label }), hidden: true });
  const incomplete = make('p', { class: 'help', role: 'status' });
  const element = make('div', { class: 'date', role: 'group', 'aria-label': field.label }, day, ...(kind === 'day' ? [] : [time, zone]), raw, clear, incomplete);
  // A time of which only the minutes are typed has no value, as if there were none.
  const judge = () => { incomplete.textContent = time.validity.badInput ? t('date.incomplete') : ''; };
  time.addEventListener('blur', judge);
  let zoneChosen = false;

  const read = () => {
    if (!day.value) return undefined;
    if (!time.value || kind === 'day') return day.value;
    return `${day.value}T${time.value}${zone.value}`;
  };
  const arrange = () => {
    zone.hidden = kind === 'day' || !time.value;
    time.hidden = Boolean(field.input?.rareTime && !time.value) || !raw.hidden;
    if (!time.validity.badInput) incomplete.textContent = '';
    clear.hidden = field.required || (!day.value && !time.value && !raw.value);
  };
  const changed = () => {
    if (!zoneChosen && day.value && time.value) zone.value = houseOffset(day.value, time.value);
    arrange();
    change(read());
  };
  day.addEventListener('input', changed);
  time.addEventListener('input', changed);
  zone.addEventListener('input', () => { zoneChosen = true; changed(); });
  raw.addEventListener('input', () => change(raw.value || undefined));
  clear.addEventListener('click', () => {
    for (const input of [day, time, raw]) input.value = '';
    showRaw(false);
    arrange();
    change(undefined);
    day.focus();
  });
  const showRaw = (on) => {
    raw.hidden = !on;
    day.hidden = on;
    if (on) zone.hidden = true;
  };
  arrange();

  return {
    element,
    input: day,
    inputs: [day, time, zone, raw],
    set(value) {
      const text = value === undefined || value === null ? '' : String(value);
      if (text === (read() ?? '') && raw.hidden) return;
      const parts = FORM.exec(text);
      const understood = text === '' || (parts && exists(parts[1]) && !(kind === 'day' && parts[2]));
      if (!raw.hidden && raw.contains(document.activeElement)) return;
      showRaw(!understood);
      if (!understood) {
        if (raw.value !== text) raw.value = text;
      } else {
        day.value = parts?.[1] ?? '';
        time.value = parts?.[2] ?? '';
        const offset = normalZone(parts?.[3]);
        zoneChosen = Boolean(offset);
        if (offset) {
          if (![...zone.options].some((option) => option.value === offset)) zone.append(zoneOption(offset));
          zone.value = offset;
        } else if (parts?.[2]) {
          // A time without a zone: nothing is chosen until a person chooses it.
          if (![...zone.options].some((option) => option.value === '')) zone.prepend(make('option', { value: '', text: t('date.no_zone') }));
          zone.value = '';
          zoneChosen = true;
        }
      }
      arrange();
      if (!raw.hidden) zone.hidden = true;
    },
  };
}

const normalZone = (zone) => {
  if (!zone) return '';
  if (/^[Zz]$/.test(zone)) return 'Z';
  return zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
};

function zoneOption(offset) {
  const key = `zone.${offset}`;
  const words = t(key);
  return make('option', { value: offset, text: words === key ? `UTC ${offset}` : words });
}
