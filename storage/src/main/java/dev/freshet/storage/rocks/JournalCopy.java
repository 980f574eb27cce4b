package dev.freshet.storage.rocks;

import dev.freshet.storage.objects.ObjectStore;
import java.util.UUID;

/**
 * A store that holds what a journal holds.
 *
 * @param objects where the journal is
 * @param store the copy, open
 * @param journal identity of the journal
 */
record JournalCopy(ObjectStore objects, RocksStore store, UUID journal) {}
