package dev.freshet.server.dashboard;

import java.util.List;
import org.openqa.selenium.Keys;

/** Goes through the controls of the open page with the Tab key. */
final class KeyboardWalk {

  /** The name of a control: its id, or what it explains, or its text. */
  private static final String NAME =
      """
      (control) => control.id || control.dataset.explain || control.getAttribute('aria-label')
        || control.getAttribute('aria-labelledby') || control.textContent.trim() || control.name
      """;

  /** Records which controls get the focus, and which of them lack their explanation. */
  private static final String WATCH_FOCUS =
      """
      const name = %s;
      window.reached = [];
      window.unexplained = [];
      addEventListener('focusin', ({target}) => {
        window.reached.push(name(target));
        if (target.dataset.explain && !document.querySelector('[role=tooltip].open')) {
          window.unexplained.push(name(target));
        }
      });
      """
          .formatted(NAME);

  /** The controls that Tab must reach; of a group of radio buttons, the chosen one. */
  private static final String CONTROLS =
      """
      const name = %s;
      const shown = (control) => control.checkVisibility({visibilityProperty: true});
      return [...document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')]
        .filter((control) => shown(control) && !control.disabled && control.tabIndex >= 0)
        .filter((control) => control.type !== 'radio' || control.checked)
        .map(name);
      """
          .formatted(NAME);

  private final Browser browser;
  private final List<String> controls;

  KeyboardWalk(Browser browser) {
    this.browser = browser;
    this.controls = browser.run(CONTROLS);
    browser.run(WATCH_FOCUS);
  }

  void pressTabToTheEnd() {
    browser.press(Keys.TAB.toString().repeat(controls.size() + 5));
  }

  /** The controls that Tab must reach. */
  List<String> controls() {
    return controls;
  }

  /** The controls that got the focus. */
  List<String> reached() {
    return browser.run("return window.reached");
  }

  /** The controls that got the focus and lack their explanation. */
  List<String> unexplained() {
    return browser.run("return window.unexplained");
  }
}
