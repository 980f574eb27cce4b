package dev.freshet.core;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One piece of a record's text, small enough to be embedded whole.
 *
 * @param id the record key, {@code #} and the ordinal; unique in the vector table
 * @param recordKey the key of the record it was cut from
 * @param recordVersion the version of that record
 * @param index ordinal within the record, from 0
 * @param text the text that is embedded and returned by a search
 * @param contentHash SHA-256 of the text in lower-case hex: equal text, equal hash
 */
public record Chunk(
    String id, String recordKey, long recordVersion, int index, String text, String contentHash)
    implements Serializable {

  /** The chunks of one record version, in the order the texts stand in the document. */
  public static List<Chunk> of(String recordKey, long recordVersion, List<String> texts) {
    List<Chunk> chunks = new ArrayList<>(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      chunks.add(new Chunk(recordKey + "#" + i, recordKey, recordVersion, i, text, hash(text)));
    }
    return chunks;
  }

  /** SHA-256 of the UTF-8 bytes of {@code text}, in lower-case hex. */
  public static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
