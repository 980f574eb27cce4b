package dev.freshet.core.metadata;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The value of a record in a metadata column, as it is meant: with its type. */
public sealed interface MetadataValue extends Serializable {

  /** The value as JSON writes it, a text without its quotes. */
  String text();

  /**
   * The value for a writer of JSON: a String, Long, Double, {@link BigDecimal}, Boolean or a list
   * of Strings.
   */
  Object json();

  /**
   * What a table stores of the value: a String, Long, Double, Boolean, {@link Instant} or list of
   * Strings per type. Most values have one cell. Values with a second one are found by it too, and
   * are returned as they landed: a text that spells a number, a truth or a time, a number that no
   * type holds exactly, an array that has other elements than texts.
   */
  Map<MetadataType, Object> cells();

  /**
   * The value that has these {@linkplain #cells cells}; empty if there are none.
   *
   * @throws ClassCastException if a cell has not the class of its type
   */
  @SuppressWarnings("unchecked")
  static Optional<MetadataValue> of(Map<MetadataType, Object> cells) {
    String text = (String) cells.get(MetadataType.TEXT);
    List<String> texts = (List<String>) cells.get(MetadataType.TEXTS);
    if (text != null) {
      return Optional.of(text(text, cells.containsKey(MetadataType.NUMBER), texts));
    }
    if (texts != null) {
      return Optional.of(new Texts(texts));
    }
    Object number = cells.get(MetadataType.NUMBER);
    if (number != null) {
      return Optional.of(new Number(BigDecimal.valueOf((Double) number)));
    }
    Object whole = cells.get(MetadataType.INTEGER);
    if (whole != null) {
      return Optional.of(new Number(BigDecimal.valueOf((Long) whole)));
    }
    Object truth = cells.get(MetadataType.BOOLEAN);
    if (truth != null) {
      return Optional.of(new Truth((Boolean) truth));
    }
    return Optional.ofNullable((Instant) cells.get(MetadataType.TIME)).map(Time::new);
  }

  /** A text, or what is kept as a text because no type holds it exactly. */
  private static MetadataValue text(String text, boolean isNumber, @Nullable List<String> texts) {
    if (texts != null) {
      return new Json(text, texts);
    }
    if (isNumber) {
      Number number = new Number(new BigDecimal(text));
      if (!number.isExact()) {
        return number;
      }
    }
    return new Text(text);
  }

  /**
   * A text. If it {@linkplain Spelling spells} a number, a truth or a time, it is also compared as
   * that.
   */
  record Text(String value) implements MetadataValue {

    @Override
    public String text() {
      return value;
    }

    @Override
    public Object json() {
      return value;
    }

    @Override
    public Map<MetadataType, Object> cells() {
      Map<MetadataType, Object> cells = new EnumMap<>(MetadataType.class);
      cells.put(MetadataType.TEXT, value);
      Spelling.number(value)
          .map(Number::new)
          .filter(Number::isExact)
          .ifPresent(number -> cells.putAll(number.cells()));
      Spelling.truth(value).ifPresent(truth -> cells.put(MetadataType.BOOLEAN, truth));
      Spelling.time(value).ifPresent(time -> cells.put(MetadataType.TIME, time));
      return cells;
    }
  }

  /**
   * A number, exactly as it landed but for zeros at its end. With a scale of zero it is a whole
   * number.
   */
  record Number(BigDecimal value) implements MetadataValue {

    public Number {
      value = normal(value);
    }

    /** The whole number {@code value}. */
    public static Number of(long value) {
      return new Number(BigDecimal.valueOf(value));
    }

    private static BigDecimal normal(BigDecimal value) {
      if (value.scale() == 0 && MetadataType.isWhole(value) || !isExact(value, nearest(value))) {
        return value;
      }
      BigDecimal stripped = value.stripTrailingZeros();
      return stripped.scale() < 1 ? stripped.setScale(1) : stripped;
    }

    @Override
    public String text() {
      return json().toString();
    }

    @Override
    public Object json() {
      if (isInteger()) {
        return value.longValueExact();
      }
      double nearest = nearest(value);
      if (isExact(value, nearest)) {
        return nearest;
      }
      return value;
    }

    /** Whether one of the types for numbers holds it exactly. */
    boolean isExact() {
      return isInteger() || isExact(value, nearest(value));
    }

    private boolean isInteger() {
      return value.scale() == 0 && MetadataType.isWhole(value);
    }

    private static boolean isExact(BigDecimal value, double nearest) {
      return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(value) == 0;
    }

    @Override
    public Map<MetadataType, Object> cells() {
      if (isInteger()) {
        return Map.of(MetadataType.INTEGER, value.longValueExact());
      }
      double nearest = nearest(value);
      return isExact(value, nearest)
          ? Map.of(MetadataType.NUMBER, nearest)
          : Map.of(MetadataType.NUMBER, nearest, MetadataType.TEXT, value.toString());
    }

    /** The nearest number of 64-bit floating point, infinite beyond the largest; never -0. */
    public static double nearest(BigDecimal value) {
      return value.doubleValue() + 0.0;
    }
  }

  /** True or false. */
  record Truth(boolean value) implements MetadataValue {

    @Override
    public String text() {
      return Boolean.toString(value);
    }

    @Override
    public Object json() {
      return value;
    }

    @Override
    public Map<MetadataType, Object> cells() {
      return Map.of(MetadataType.BOOLEAN, value);
    }
  }

  /** An instant of a column that is declared to hold times. */
  record Time(Instant value) implements MetadataValue {

    @Override
    public String text() {
      return value.toString();
    }

    @Override
    public Object json() {
      return value.toString();
    }

    @Override
    public Map<MetadataType, Object> cells() {
      return Map.of(MetadataType.TIME, value);
    }
  }

  /** A list of texts, none of them null; may be empty. */
  record Texts(List<String> values) implements MetadataValue {

    public Texts {
      values = List.copyOf(values);
    }

    @Override
    public String text() {
      return values.stream().map(JsonText::quoted).collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public Object json() {
      return values;
    }

    @Override
    public Map<MetadataType, Object> cells() {
      return Map.of(MetadataType.TEXTS, values);
    }
  }

  /**
   * Any other JSON, kept as text: an object, or an array that has other elements than texts.
   *
   * @param json the JSON
   * @param texts of an array the elements that are neither null nor nested, as texts; null for an
   *     object
   */
  record Json(String json, @Nullable List<String> texts) implements MetadataValue {

    public Json {
      texts = texts == null ? null : List.copyOf(texts);
    }

    @Override
    public String text() {
      return json;
    }

    @Override
    public Map<MetadataType, Object> cells() {
      Map<MetadataType, Object> cells = new EnumMap<>(MetadataType.class);
      cells.put(MetadataType.TEXT, json);
      if (texts != null) {
        cells.put(MetadataType.TEXTS, texts);
      }
      return cells;
    }
  }
}
