package dev.freshet.pipeline.run;

import dev.freshet.core.embed.Chunker;
import java.util.Arrays;
import java.util.List;

/** Cuts at every {@code |}, so that the text of a test shows its chunks. */
public final class PieceChunker implements Chunker {

  @Override
  public List<String> split(String document) {
    return Arrays.stream(document.split("\\|"))
        .map(String::strip)
        .filter(piece -> !piece.isEmpty())
        .toList();
  }
}
