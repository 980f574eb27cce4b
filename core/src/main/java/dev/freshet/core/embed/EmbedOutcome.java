package dev.freshet.core.embed;

import java.io.Serializable;
import java.util.Arrays;

/** The outcome for one text of a batch: a vector, or a reason why there is none. */
public sealed interface EmbedOutcome extends Serializable {

  /** The text's vector, of unit length. The array is not copied: do not change it. */
  record Embedded(float[] vector) implements EmbedOutcome {
    @Override
    public boolean equals(Object other) {
      return other instanceof Embedded that && Arrays.equals(vector, that.vector);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(vector);
    }

    @Override
    public String toString() {
      return "Embedded[dimension=" + vector.length + "]";
    }
  }

  /** The model cannot embed this text and never will; the reason is fit for a quarantine row. */
  record Rejected(String reason) implements EmbedOutcome {}
}
