// Finds what a person would point at. Arguments: its kind, its visible name, and the name of the part of the page it is
// in (or null). Returns { found: [{ element, label, type }], names: [what else of that kind is there] }.
const [kind, wanted, part] = arguments;

const KINDS = {
  button: 'button, input[type="submit"], input[type="button"], input[type="reset"], [role="button"], [role="tab"], summary',
  link: 'a[href]',
  field: 'input:not([type="hidden"], [type="submit"], [type="button"], [type="reset"]), select, textarea, [contenteditable="true"]',
  option: 'option, [role="option"]',
};
const PARTS = 'section, form, fieldset, dialog, nav, article, aside, table, tr, li, dl, details, [role="region"], [role="group"], [role="dialog"]';

const squeezed = text => (text || '').replace(/\s+/g, ' ').trim();
// Visually hidden is still there for whoever listens; not rendered is not.
const isThere = element => element.checkVisibility({ visibilityProperty: true });

// What a node says, without what is hidden from everybody or is only decoration, and without CSS's upper case.
function said(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return '';
  if (node.getAttribute('aria-hidden') === 'true' || ['SCRIPT', 'STYLE', 'TEMPLATE'].includes(node.tagName)) return '';
  if (node.tagName !== 'OPTION' && !isThere(node)) return '';
  if (node.hasAttribute('aria-label')) return ` ${node.getAttribute('aria-label')} `;
  if (node.tagName === 'IMG') return ` ${node.alt} `;
  if (['INPUT', 'SELECT', 'TEXTAREA'].includes(node.tagName)) return '';
  const inner = Array.from(node.childNodes, said).join('');
  // What begins a line of its own is a word of its own.
  const { display, position } = getComputedStyle(node);
  return display.startsWith('inline') || position === 'absolute' ? inner : ` ${inner} `;
}

const byIds = ids => ids.split(/\s+/).map(id => document.getElementById(id)).filter(Boolean).map(said).join(' ');

function named(element) {
  if (element.hasAttribute('aria-labelledby')) return squeezed(byIds(element.getAttribute('aria-labelledby')));
  if (element.hasAttribute('aria-label')) return squeezed(element.getAttribute('aria-label'));
  if (element.labels && element.labels.length) return squeezed(Array.from(element.labels, said).join(' '));
  if (element.tagName === 'INPUT') return squeezed(element.value);
  return squeezed(said(element));
}

function title(element) {
  if (element.hasAttribute('aria-labelledby') || element.hasAttribute('aria-label')) return named(element);
  const heading = element.querySelector('legend, caption, summary, h1, h2, h3, h4, h5, h6');
  return heading ? squeezed(said(heading)) : '';
}

// A part is named by its test id, its title, or, as a row is, by what stands in it; the innermost one counts.
function parts() {
  const byId = document.querySelectorAll(`[data-testid="${CSS.escape(part)}"]`);
  if (byId.length) return Array.from(byId);
  const all = Array.from(document.querySelectorAll(PARTS)).filter(isThere);
  let hits = all.filter(element => title(element) === part);
  if (!hits.length) hits = all.filter(element => squeezed(said(element)).includes(part));
  return hits.filter(element => !hits.some(other => other !== element && element.contains(other)));
}

const roots = part === null ? [document] : parts();
if (part !== null && roots.length !== 1) {
  return { found: [], names: [], parts: roots.length };
}
const candidates = Array.from(roots[0].querySelectorAll(KINDS[kind]))
  .filter(element => kind === 'option' || isThere(element));
const found = candidates.filter(element => named(element) === squeezed(wanted));
return {
  found: found.map(element => ({ element, label: element.labels?.[0] ?? null, type: element.type ?? '' })),
  names: candidates.map(named),
};
