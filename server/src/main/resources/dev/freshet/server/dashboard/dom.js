// Changes of the document. Data becomes text, never markup.

export const byId = (id) => document.getElementById(id);

/** Sets the text if it differs, so that unchanged text is not painted again. */
export function setText(target, text) {
  const element = typeof target === 'string' ? byId(target) : target;
  const value = String(text);
  if (element.textContent !== value) {
    element.textContent = value;
  }
}

/** An element with attributes and children; strings become text. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Like `el`, for SVG. */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
}

function setAttributes(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
}

/** Text in which the parts between backquotes are code. */
export function prose(text) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? el('code', {}, part) : part));
}

/** Shows or hides an element. */
export function show(element, visible) {
  if (element.hidden === visible) {
    element.hidden = !visible;
  }
}
