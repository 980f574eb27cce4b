package dev.freshet.cli.power;

import java.util.Arrays;

/**
 * One recorded operation.
 *
 * @param number of the inode, where the kind says so
 * @param offset of a write, or the new length
 * @param path the file, or the path before the change
 * @param target the path after the change
 * @param bytes that were written
 */
record FileOperation(
    Kind kind, long number, long offset, String path, String target, byte[] bytes) {

  /** What was done; the letter stands in the recording. */
  enum Kind {
    CREATE('C'),
    WRITE('W'),
    TRUNCATE('T'),
    SYNC('S'),
    SYNC_DIRECTORY('D'),
    MAKE_DIRECTORY('M'),
    REMOVE_DIRECTORY('R'),
    UNLINK('U'),
    LINK('L'),
    RENAME('N');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static Kind of(char letter, String detail) {
      return Arrays.stream(values())
          .filter(kind -> kind.letter == letter)
          .findFirst()
          .orElseThrow(() -> new AssertionError("not recorded: " + letter + " " + detail));
    }
  }

  static FileOperation create(long number, String path) {
    return new FileOperation(Kind.CREATE, number, 0, path, "", new byte[0]);
  }

  static FileOperation write(long number, long offset, byte[] bytes) {
    return new FileOperation(Kind.WRITE, number, offset, "", "", bytes);
  }

  static FileOperation truncate(long number, long length) {
    return new FileOperation(Kind.TRUNCATE, number, length, "", "", new byte[0]);
  }

  static FileOperation sync(long number) {
    return new FileOperation(Kind.SYNC, number, 0, "", "", new byte[0]);
  }

  /** An operation on names. */
  static FileOperation of(Kind kind, String path, String target) {
    return new FileOperation(kind, 0, 0, path, target, new byte[0]);
  }

  @Override
  public String toString() {
    return kind + (number == 0 ? " " : " #" + number + " ") + path + " " + target + bytes.length;
  }
}
