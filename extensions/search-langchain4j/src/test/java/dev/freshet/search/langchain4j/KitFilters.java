package dev.freshet.search.langchain4j;

import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The filters of LangChain4j's test kit for stores, with the metadata that must and must not be
 * found. The kit's own tests write through the store, which ours refuses; the class is abstract so
 * that they do not run.
 */
abstract class KitFilters extends EmbeddingStoreWithFilteringIT {

  static Stream<Arguments> all() {
    return Stream.concat(should_filter_by_metadata(), should_filter_by_metadata_not());
  }
}
