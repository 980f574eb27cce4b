package dev.freshet.embedding.token;

import java.util.Arrays;
import java.util.Map;

/**
 * The vocabulary as a tree of code points with two roots, one for the start of a word and one for
 * its continuation ({@code ##}). Immutable once built, thread-safe.
 *
 * <p>The edges lie in one open-addressing hash table (node and code point to child node): a few
 * megabytes for thirty thousand tokens, and one probe per code point.
 */
final class TokenTrie {

  static final int WORD_START = 0;
  static final int CONTINUATION = 1;
  static final int NO_NODE = -1;
  static final int NO_TOKEN = -1;

  private static final String CONTINUATION_PREFIX = "##";
  private static final int CODE_POINT_BITS = 21;
  private static final long EMPTY = 0;

  private final long[] edges;
  private final int[] children;
  private final int[] tokens;
  private int nodes = 2;

  TokenTrie(Map<String, Integer> vocabulary) {
    int characters = vocabulary.keySet().stream().mapToInt(String::length).sum();
    int slots = Integer.highestOneBit(Math.max(16, 2 * characters)) << 1;
    this.edges = new long[slots];
    this.children = new int[slots];
    int[] tokenOfNode = new int[characters + 2];
    Arrays.fill(tokenOfNode, NO_TOKEN);
    vocabulary.forEach((piece, token) -> tokenOfNode[add(piece)] = token);
    this.tokens = Arrays.copyOf(tokenOfNode, nodes);
  }

  /** The node below {@code node} for {@code codePoint}, or {@link #NO_NODE}. */
  int child(int node, int codePoint) {
    int slot = slot(edge(node, codePoint));
    return edges[slot] == EMPTY ? NO_NODE : children[slot];
  }

  /** The token that ends at {@code node}, or {@link #NO_TOKEN}. */
  int token(int node) {
    return tokens[node];
  }

  private int add(String piece) {
    // "##" itself is a piece of two number signs, not a continuation of nothing.
    boolean continues =
        piece.startsWith(CONTINUATION_PREFIX) && piece.length() > CONTINUATION_PREFIX.length();
    int node = continues ? CONTINUATION : WORD_START;
    int at = continues ? CONTINUATION_PREFIX.length() : 0;
    while (at < piece.length()) {
      int codePoint = piece.codePointAt(at);
      node = childOrNew(node, codePoint);
      at += Character.charCount(codePoint);
    }
    return node;
  }

  private int childOrNew(int node, int codePoint) {
    long edge = edge(node, codePoint);
    int slot = slot(edge);
    if (edges[slot] == EMPTY) {
      edges[slot] = edge;
      children[slot] = nodes++;
    }
    return children[slot];
  }

  /** The key of an edge; one is added so that no key equals {@link #EMPTY}. */
  private static long edge(int node, int codePoint) {
    return (((long) node << CODE_POINT_BITS) | codePoint) + 1;
  }

  /** The slot that holds {@code edge}, or the empty one where it would go. */
  private int slot(long edge) {
    int mask = edges.length - 1;
    int slot = (int) ((edge * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    while (edges[slot] != EMPTY && edges[slot] != edge) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
