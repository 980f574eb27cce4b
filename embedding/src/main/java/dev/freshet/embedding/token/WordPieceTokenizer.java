package dev.freshet.embedding.token;

import java.util.Arrays;
import java.util.Map;

/**
 * Turns a text into the token ids of a BERT-uncased model: {@code [CLS]}, the pieces of its words,
 * {@code [SEP]}. Never truncates. Thread-safe; time is linear in the text.
 *
 * <p>A word is cut greedily into the longest pieces of the vocabulary; a word that cannot be cut to
 * its end, or of more than 100 code points, is one {@code [UNK]} (Devlin et al. 2018; same ids as
 * Hugging Face tokenizers). One deliberate difference: the name of a special token inside a text,
 * such as {@code [SEP]}, is plain text, so that no document can forge a sentence end.
 */
public final class WordPieceTokenizer {

  /** How many tokens the empty text has. */
  public static final int SPECIAL_TOKENS = 2;

  private static final int MAX_WORD_CODE_POINTS = 100;

  private final TokenTrie trie;
  private final int unknown;
  private final int start;
  private final int end;
  private final int highestId;

  /**
   * Makes the tokenizer of a vocabulary.
   *
   * @param vocabulary the id of each token
   * @throws IllegalArgumentException if a special token is missing
   */
  public WordPieceTokenizer(Map<String, Integer> vocabulary) {
    this.unknown = special(vocabulary, "[UNK]");
    this.start = special(vocabulary, "[CLS]");
    this.end = special(vocabulary, "[SEP]");
    this.highestId = vocabulary.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
    this.trie = new TokenTrie(vocabulary);
  }

  private static int special(Map<String, Integer> vocabulary, String token) {
    Integer id = vocabulary.get(token);
    if (id == null) {
      throw new IllegalArgumentException("its vocabulary has no " + token);
    }
    return id;
  }

  /** The ids of {@code text}, special tokens included. */
  public int[] encode(String text) {
    String clean = BertNormalizer.isPlain(text) ? text : BertNormalizer.normalized(text);
    Ids ids = new Ids(clean.length() / 4 + 8);
    ids.add(start);
    int at = 0;
    while (at < clean.length()) {
      int codePoint = clean.codePointAt(at);
      int after = at + Character.charCount(codePoint);
      if (BertNormalizer.isWhitespace(codePoint)) {
        at = after;
        continue;
      }
      int wordEnd = BertNormalizer.isPunctuation(codePoint) ? after : endOfWord(clean, after);
      addWord(clean, at, wordEnd, ids);
      at = wordEnd;
    }
    ids.add(end);
    return ids.toArray();
  }

  /** The highest id of the vocabulary: the model's embedding table must reach it. */
  public int highestId() {
    return highestId;
  }

  /** The id of every word that cannot be cut into pieces of the vocabulary. */
  public int unknownId() {
    return unknown;
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length()) {
      int codePoint = text.codePointAt(at);
      if (BertNormalizer.isWhitespace(codePoint) || BertNormalizer.isPunctuation(codePoint)) {
        break;
      }
      at += Character.charCount(codePoint);
    }
    return at;
  }

  private void addWord(String text, int from, int to, Ids ids) {
    if (to - from > MAX_WORD_CODE_POINTS && text.codePointCount(from, to) > MAX_WORD_CODE_POINTS) {
      ids.add(unknown);
      return;
    }
    int before = ids.size;
    int at = from;
    while (at < to) {
      int root = at == from ? TokenTrie.WORD_START : TokenTrie.CONTINUATION;
      int next = addLongestPiece(text, at, to, root, ids);
      if (next == at) {
        ids.size = before;
        ids.add(unknown);
        return;
      }
      at = next;
    }
  }

  /** Where the longest piece that starts at {@code from} ends; {@code from} if there is none. */
  private int addLongestPiece(String text, int from, int to, int root, Ids ids) {
    int node = root;
    int longest = TokenTrie.NO_TOKEN;
    int longestEnd = from;
    int at = from;
    while (at < to) {
      int codePoint = text.codePointAt(at);
      node = trie.child(node, lowerAscii(codePoint));
      if (node == TokenTrie.NO_NODE) {
        break;
      }
      at += Character.charCount(codePoint);
      if (trie.token(node) != TokenTrie.NO_TOKEN) {
        longest = trie.token(node);
        longestEnd = at;
      }
    }
    if (longestEnd > from) {
      ids.add(longest);
    }
    return longestEnd;
  }

  /** A plain text still has its capitals, a normalised one has none. */
  private static int lowerAscii(int codePoint) {
    return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
  }

  /** A growing array of ids, owned by one call. */
  private static final class Ids {
    private int[] values;
    private int size;

    Ids(int capacity) {
      this.values = new int[capacity];
    }

    void add(int id) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = id;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
