// Sets the theme before the first paint. An external file, so that the content security policy needs no inline scripts.
(() => {
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var chosen = () => {
    try {
      return localStorage.getItem('countersign.theme');
    } catch (_) {
      return null;
    }
  };
  var apply = () => {
    var theme = chosen();
    document.documentElement.dataset.theme =
      theme === 'light' || theme === 'dark' ? theme : dark.matches ? 'dark' : 'light';
  };
  dark.addEventListener('change', apply);
  window.addEventListener('countersign:theme', apply);
  apply();
})();
