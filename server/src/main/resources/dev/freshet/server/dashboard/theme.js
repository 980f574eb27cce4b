// Loaded before the first paint, so that a chosen theme does not flash.
(() => {
  const KEY = 'freshet.theme';
  let chosen = null;
  try {
    chosen = localStorage.getItem(KEY);
  } catch {
    // Storage is switched off: the system's theme it is.
  }
  if (chosen === 'light' || chosen === 'dark') {
    document.documentElement.dataset.theme = chosen;
  }
})();
