package dev.freshet.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.freshet.core.filter.Filter;
import dev.freshet.core.vector.Freshness;
import dev.freshet.search.SearchAnswer;
import dev.freshet.search.SearchHit;
import dev.freshet.search.SearchRequest;
import dev.freshet.server.problem.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The OpenAPI document lists the fields and codes of the code. {@code ops/interop/run} fuzzes the
 * server from it.
 */
class OpenApiTest {

  private static final JsonNode SCHEMAS = schemas();

  @Test
  void schemasOfAnswersHaveTheFieldsOfTheRecords() {
    assertThat(properties("SearchAnswer")).containsExactlyElementsOf(fields(SearchAnswer.class));
    assertThat(properties("Hit"))
        .startsWith(fields(SearchHit.class).toArray(String[]::new))
        .endsWith("versionText")
        .hasSize(fields(SearchHit.class).size() + 1);
    assertThat(properties("Freshness")).containsExactlyElementsOf(fields(Freshness.class));
  }

  @Test
  void limitsAreThoseThatAreEnforced() {
    JsonNode request = SCHEMAS.at("/SearchRequest/properties");

    assertThat(request.at("/query/maxLength").asInt()).isEqualTo(SearchRequest.QUERY_LENGTH_MAX);
    assertThat(request.at("/filter/maxLength").asInt()).isEqualTo(Filter.LENGTH_MAX);
    assertThat(request.at("/k/maximum").asInt()).isEqualTo(SearchRequest.K_MAX);
    assertThat(request.at("/k/default").asInt()).isEqualTo(SearchRequest.K_DEFAULT);
    assertThat(request.at("/perRecord/maximum").asInt()).isEqualTo(SearchRequest.K_MAX);
  }

  @Test
  void schemaOfProblemsHasEveryCode() {
    List<String> codes = new ArrayList<>();
    SCHEMAS.at("/Problem/properties/code/enum").forEach(code -> codes.add(code.asText()));

    assertThat(codes)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(ProblemCode.values()).map(Enum::name).toList());
  }

  private static List<String> properties(String schema) {
    List<String> names = new ArrayList<>();
    SCHEMAS.get(schema).get("properties").fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> fields(Class<? extends Record> type) {
    return Stream.of(type.getRecordComponents()).flatMap(OpenApiTest::names).toList();
  }

  private static Stream<String> names(RecordComponent component) {
    return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)
        ? Stream.of(component.getType().getRecordComponents()).map(RecordComponent::getName)
        : Stream.of(component.getName());
  }

  private static JsonNode schemas() {
    try (InputStream document = OpenApiTest.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(document).at("/components/schemas");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
