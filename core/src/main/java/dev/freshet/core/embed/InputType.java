package dev.freshet.core.embed;

/** Which side of a search a text stands on; some models put a different prefix before each. */
public enum InputType {
  DOCUMENT,
  QUERY
}
