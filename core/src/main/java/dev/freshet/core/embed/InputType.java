package dev.freshet.core.embed;

/** Whether a text is searched or searches; some models put a different prefix before each. */
public enum InputType {
  DOCUMENT,
  QUERY
}
