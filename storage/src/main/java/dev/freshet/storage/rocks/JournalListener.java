package dev.freshet.storage.rocks;

import java.io.IOException;

/** Is told of what a {@link RocksJournal} gets over by itself. Called by several threads. */
public interface JournalListener {

  /** Is told nothing. */
  JournalListener NONE =
      new JournalListener() {
        @Override
        public void notPut(IOException why) {}

        @Override
        public void copyDamaged(RocksException damage) {}
      };

  /** A snapshot, or what waited when the journal was closed, could not be put. */
  void notPut(IOException why);

  /** The copy of this machine was damaged. It is made again from the journal. */
  void copyDamaged(RocksException damage);
}
