package dev.freshet.core.filter;

import dev.freshet.core.error.InvalidRequestException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A filter cut into words, numbers, texts and symbols, read from left to right. */
final class FilterTokens {

  enum Kind {
    /** A column name or a keyword. */
    WORD,
    /** A name in back-quotes, which is no keyword. */
    QUOTED,
    NUMBER,
    /** A text in single quotes; the token's text is its value. */
    TEXT,
    SYMBOL,
    END
  }

  /**
   * @param position index of its first character in the filter, from 0
   */
  record Token(Kind kind, String text, int position) {

    boolean is(String keywordOrSymbol) {
      return (kind == Kind.WORD || kind == Kind.SYMBOL)
          && text.toUpperCase(Locale.ROOT).equals(keywordOrSymbol);
    }
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<word>[A-Za-z_][A-Za-z0-9_]*)|`(?<quoted>[^`]*)`|(?<number>[-+]?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d{1,3})?)"
              + "|'(?<text>(?:[^']|'')*+)'|(?<symbol><=|>=|<>|!=|=|<|>|\\(|\\)|,))");

  private final List<Token> tokens;
  private int next;

  private FilterTokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * @throws InvalidRequestException if the filter is too long or has a character that no token
   *     begins with
   */
  static FilterTokens of(String filter) {
    if (filter.length() > Filter.LENGTH_MAX) {
      throw new InvalidRequestException(
          Filter.ARGUMENT,
          "Cannot search: the filter has "
              + filter.length()
              + " characters. Use at most "
              + Filter.LENGTH_MAX
              + ".");
    }
    String trimmed = filter.stripTrailing();
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(trimmed);
    int position = 0;
    while (position < trimmed.length()) {
      if (!matcher.region(position, trimmed.length()).lookingAt()) {
        throw new InvalidRequestException(
            Filter.ARGUMENT,
            "Cannot search: the filter cannot be read from character "
                + (position + 1)
                + " on. Use column = 'text' or column = number, joined by AND, OR and NOT.");
      }
      tokens.add(token(matcher));
      position = matcher.end();
    }
    tokens.add(new Token(Kind.END, "the end", trimmed.length()));
    return new FilterTokens(tokens);
  }

  private static Token token(Matcher matcher) {
    if (matcher.group("word") != null) {
      return new Token(Kind.WORD, matcher.group("word"), matcher.start("word"));
    }
    if (matcher.group("quoted") != null) {
      return new Token(Kind.QUOTED, matcher.group("quoted"), matcher.start("quoted"));
    }
    if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, matcher.group("number"), matcher.start("number"));
    }
    if (matcher.group("text") != null) {
      String text = matcher.group("text").replace("''", "'");
      return new Token(Kind.TEXT, text, matcher.start("text"));
    }
    return new Token(Kind.SYMBOL, matcher.group("symbol"), matcher.start("symbol"));
  }

  Token peek() {
    return tokens.get(next);
  }

  /** The next token; the end stays where it is. */
  Token take() {
    Token token = tokens.get(next);
    if (token.kind() != Kind.END) {
      next++;
    }
    return token;
  }

  /** Takes the next token if it is this keyword or symbol. */
  boolean takeIf(String keywordOrSymbol) {
    if (peek().is(keywordOrSymbol)) {
      next++;
      return true;
    }
    return false;
  }
}
