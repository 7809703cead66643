// The signs on the buttons, drawn with lines on a field of 16 by 16.

const SVG = 'http://www.w3.org/2000/svg';

const PATHS = {
  bold: 'M4.5 2.5h4a2.6 2.6 0 0 1 0 5.3h-4zM4.5 7.8h4.7a2.8 2.8 0 0 1 0 5.7H4.5z',
  italic: 'M6.5 2.5h5M4.5 13.5h5M9 2.5l-2 11',
  heading: 'M3.5 2.5v11M12.5 2.5v11M3.5 8h9',
  list: 'M6 3.5h8M6 8h8M6 12.5h8M2.5 3.5h.01M2.5 8h.01M2.5 12.5h.01',
  numbers: 'M7 3.5h7M7 8h7M7 12.5h7M2 2.5l1-.5v4M1.8 10.2c.3-1.2 2.3-1 2.2.2 0 .9-1.3 1.6-2.2 3h2.4',
  quote: 'M6.5 4C4 4.5 2.7 6.3 2.7 8.6v3h3.6V8H4.4M13.5 4C11 4.5 9.7 6.3 9.7 8.6v3h3.6V8h-1.9',
  link: 'M6.7 9.3a2.8 2.8 0 0 0 4 0l2.4-2.4a2.8 2.8 0 0 0-4-4L8 4M9.3 6.7a2.8 2.8 0 0 0-4 0L2.9 9.1a2.8 2.8 0 0 0 4 4L8 12',
  table: 'M2 3h12v10H2zM2 6.3h12M2 9.6h12M6 3v10M10 3v10',
  footnote: 'M2 6l5 6.5M7 6l-5 6.5M11 3.6l1.6-1.1v5.3M10.8 7.8h3.4',
  language: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8zM1.8 8h12.4M8 1.8c2 1.8 2.6 3.8 2.6 6.2S10 12.400 8 14.200C6 12.400 5.400 10.400 5.400 8S6 3.600 8 1.800z',
  two: 'M1.500 2.500h5.500v11H1.500zM9 2.500h5.500v11H9z',
  picture: 'M2 3h12v10H2zM2 11l3.500-3.500 3 3 2-2L14 11.500M10.600 5.800h.010',
};

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('class', 'icon-sign');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
