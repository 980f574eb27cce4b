// Loaded before the first paint, so that the page does not flash in another theme.
(() => {
  const KEY = 'freshet.theme';
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // Storage is disabled: the page uses the theme of the system.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
