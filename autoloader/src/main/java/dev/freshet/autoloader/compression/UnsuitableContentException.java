package dev.freshet.autoloader.compression;

import java.io.IOException;

/**
 * The content of a file is of another kind than the one that is read. Reading it again changes
 * nothing: the file must be written in another way.
 */
public final class UnsuitableContentException extends IOException {
  private static final long serialVersionUID = 1;

  private final String why;
  private final String whatToDo;

  /**
   * @param why what the content is, without a full stop
   * @param whatToDo how to write it, without a full stop
   */
  public UnsuitableContentException(String why, String whatToDo) {
    super(why + ". " + whatToDo + ".");
    this.why = why;
    this.whatToDo = whatToDo;
  }

  /** What the content is, as the second half of a sentence about the file. */
  public String why() {
    return why;
  }

  /** How to write it. */
  public String whatToDo() {
    return whatToDo;
  }
}
