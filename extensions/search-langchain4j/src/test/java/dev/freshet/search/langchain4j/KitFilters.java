package dev.freshet.search.langchain4j;

import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The filters that LangChain4j's kit for stores asks for, with the metadata that must and must not
 * be found. The kit's tests themselves write through the store, which ours refuses; abstract, so
 * that they do not run.
 */
abstract class KitFilters extends EmbeddingStoreWithFilteringIT {

  static Stream<Arguments> all() {
    return Stream.concat(should_filter_by_metadata(), should_filter_by_metadata_not());
  }
}
