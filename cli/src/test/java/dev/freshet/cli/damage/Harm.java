package dev.freshet.cli.damage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A way in which a file is damaged. */
enum Harm {
  HALF {
    @Override
    byte[] of(byte[] content) {
      return Arrays.copyOf(content, content.length / 2);
    }
  },
  EMPTY {
    @Override
    byte[] of(byte[] content) {
      return new byte[0];
    }
  },
  FLIPPED_HEAD {
    @Override
    byte[] of(byte[] content) {
      return flipped(content, 0);
    }
  },
  FLIPPED_MIDDLE {
    @Override
    byte[] of(byte[] content) {
      return flipped(content, content.length / 2);
    }
  },
  FLIPPED_TAIL {
    @Override
    byte[] of(byte[] content) {
      return flipped(content, content.length - FLIPPED_BYTES);
    }
  },
  ZEROS {
    @Override
    byte[] of(byte[] content) {
      return new byte[content.length];
    }
  },
  GONE {
    @Override
    void apply(Path file) throws IOException {
      Files.delete(file);
    }
  },
  DIRECTORY {
    @Override
    void apply(Path file) throws IOException {
      Files.delete(file);
      Files.createDirectory(file);
    }
  };

  private static final int FLIPPED_BYTES = 16;

  /** Damages a file. Its bytes are written to a new file, since copies of a home share files. */
  void apply(Path file) throws IOException {
    byte[] damaged = of(Files.readAllBytes(file));
    Files.delete(file);
    Files.write(file, damaged);
  }

  /** The damaged content. */
  byte[] of(byte[] content) {
    throw new UnsupportedOperationException(name());
  }

  private static byte[] flipped(byte[] content, int from) {
    byte[] damaged = content.clone();
    int first = Math.max(0, from);
    for (int i = first; i < Math.min(content.length, first + FLIPPED_BYTES); i++) {
      damaged[i] ^= (byte) 0xff;
    }
    return damaged;
  }
}
