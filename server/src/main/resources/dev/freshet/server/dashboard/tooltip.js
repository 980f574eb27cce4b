// Explains what a number means: on hover, on focus and on tap. For screen readers the text belongs to its
// term also while it is hidden. Escape hides it.
import { el } from './dom.js';

const GAP = 8;
let open = null;

/** Adds the explanations to the terms of the page that name them. */
export function explain(explanations) {
  const texts = new Map(explanations.map(({ id, text }) => [id, text]));
  for (const term of document.querySelectorAll('[data-explain]')) {
    const text = texts.get(term.dataset.explain);
    if (text) {
      attach(term, text);
    }
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && open) {
      close();
    }
  });
  window.addEventListener('scroll', follow, { passive: true });
  window.addEventListener('resize', follow);
}

function attach(term, text) {
  const tip = el('div', { role: 'tooltip', class: 'tip', id: `tip-${term.dataset.explain}` }, text);
  document.body.append(tip);
  term.setAttribute('aria-describedby', tip.id);
  const show = () => place(term, tip);
  const leave = (event) => {
    const into = event.relatedTarget;
    if (document.activeElement !== term && into !== tip && into !== term) {
      close();
    }
  };
  term.addEventListener('mouseenter', show);
  term.addEventListener('focus', show);
  term.addEventListener('click', show);
  term.addEventListener('mouseleave', leave);
  term.addEventListener('blur', close);
  tip.addEventListener('mouseleave', leave);
}

function place(term, tip) {
  close();
  const at = term.getBoundingClientRect();
  tip.classList.add('open');
  const width = tip.offsetWidth;
  const height = tip.offsetHeight;
  const left = Math.min(Math.max(GAP, at.left), document.documentElement.clientWidth - width - GAP);
  const below = at.bottom + GAP + height < window.innerHeight;
  tip.style.left = `${left}px`;
  tip.style.top = `${below ? at.bottom + GAP / 2 : Math.max(GAP, at.top - height - GAP / 2)}px`;
  open = { term, tip };
}

/** Moves the text with its term, for instance when focus scrolls a term into view. */
function follow() {
  if (open) {
    place(open.term, open.tip);
  }
}

function close() {
  open?.tip.classList.remove('open');
  open = null;
}
