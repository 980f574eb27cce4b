package dev.freshet.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.freshet.core.vector.TableState;
import dev.freshet.home.report.FreshnessTerm;
import dev.freshet.home.report.FreshnessTerms;
import dev.freshet.home.report.HomeStatus;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fields of an answer as JSON, from the components of its record. */
final class AnswerFields {

  /** Answers that repeat figures of another record, which explains them. */
  private static final Map<Class<?>, List<Class<?>>> EXPLAINED_BY =
      Map.of(HomeStatus.Table.class, List.of(TableState.class, TableState.Coverage.class));

  private final ComponentDocs docs = new ComponentDocs();
  private final List<Field> fields = new ArrayList<>();

  private AnswerFields() {}

  /**
   * A field.
   *
   * @param path from the root; {@code []} stands for each element, {@code *} for each name
   * @param type of its value
   * @param meaning in a phrase
   */
  record Field(String path, String type, String meaning) {}

  static List<Field> of(Class<?> answer) {
    AnswerFields all = new AnswerFields();
    all.add("", answer);
    return all.fields;
  }

  private void add(String prefix, Class<?> type) {
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        add(prefix, component.getType());
        continue;
      }
      String path = prefix + jsonName(component);
      AnnotatedType declared = component.getAnnotatedType();
      String orNull = declared.isAnnotationPresent(Nullable.class) ? " or null" : "";
      fields.add(new Field(path, name(declared) + orNull, meaning(type, component.getName())));
      below(path, component.getGenericType());
    }
  }

  private static String jsonName(RecordComponent component) {
    JsonProperty renamed = component.getAccessor().getAnnotation(JsonProperty.class);
    return renamed == null ? component.getName() : renamed.value();
  }

  private void below(String path, Type type) {
    if (type == FreshnessTerms.class) {
      for (FreshnessTerm term : FreshnessTerm.values()) {
        fields.add(new Field(path + "." + term.label() + "Ms", "number", term.doc()));
      }
    } else if (type instanceof Class<?> plain && plain.isRecord()) {
      add(path + ".", plain);
    } else if (type instanceof ParameterizedType generic) {
      boolean list = generic.getRawType() == List.class;
      Type element = generic.getActualTypeArguments()[list ? 0 : 1];
      if (element instanceof Class<?> plain && plain.isRecord()) {
        add(path + (list ? "[]." : ".*."), plain);
      }
    }
  }

  private String meaning(Class<?> type, String component) {
    return Stream.concat(Stream.of(type), EXPLAINED_BY.getOrDefault(type, List.of()).stream())
        .flatMap(each -> docs.of(each, component).stream())
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no @param " + component + " in the javadoc of " + type));
  }

  private static String name(AnnotatedType declared) {
    if (declared instanceof AnnotatedParameterizedType generic) {
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      AnnotatedType element = arguments[arguments.length - 1];
      String orNull = element.isAnnotationPresent(Nullable.class) ? " or null" : "";
      return (arguments.length == 1 ? "list of " : "object of ") + name(element) + orNull;
    }
    Class<?> type = (Class<?>) declared.getType();
    if (type == String.class || type == Path.class || type.isEnum()) {
      return "text";
    }
    if (type == Instant.class) {
      return "time";
    }
    if (type == boolean.class) {
      return "boolean";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return List.of(double.class, float.class, Double.class, Float.class).contains(type)
          ? "number"
          : "integer";
    }
    if (type == Object.class) {
      return "text, number, boolean, list";
    }
    if (type.isRecord() || type == FreshnessTerms.class) {
      return "object";
    }
    throw new AssertionError("no JSON type for " + type);
  }
}
