package dev.freshet.embedding.langchain4j;

import dev.freshet.core.config.reading.NearestPath;
import dev.freshet.core.config.value.EmbeddingSetting;
import dev.freshet.core.error.InvalidConfigException;
import dev.freshet.embedding.service.ServiceReason;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Calls the builder of a model by reflection: a setting is a public method with one parameter of a
 * type that text can be converted to. For one model and one thread.
 */
final class ModelBuilder {

  static final String TIMEOUT = "timeout";
  static final String MAX_RETRIES = "maxRetries";

  private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> ADDRESSES = List.of("baseUrl", "endpoint", "url");

  private final ModelClass type;
  private final Collection<String> secrets;
  private final Object builder;
  private final Map<String, Method> setters;
  private Duration timeout = DEFAULT_TIMEOUT;

  /**
   * Makes a builder. If it has these settings, it gets a time-out, and zero retries: Freshet itself
   * repeats requests.
   *
   * @param secrets texts that no message may show
   */
  ModelBuilder(ModelClass type, Collection<String> secrets) {
    this.type = type;
    this.secrets = secrets;
    this.builder = invoke(type.factory(), null);
    this.setters = setters(builder.getClass());
    Method timeoutSetter = setters.get(TIMEOUT);
    if (timeoutSetter != null && timeoutSetter.getParameterTypes()[0] == Duration.class) {
      invoke(timeoutSetter, builder, DEFAULT_TIMEOUT);
    }
    if (setters.containsKey(MAX_RETRIES)) {
      set("embedding.settings." + MAX_RETRIES, MAX_RETRIES, new EmbeddingSetting("0", false));
    }
  }

  /** Sets the address, by the first of its usual names that the builder has. */
  void address(String url) {
    String name =
        ADDRESSES.stream()
            .filter(setters::containsKey)
            .findFirst()
            .orElseThrow(() -> unusable("embedding.url", "no setting for an address", ""));
    set("embedding.url", name, new EmbeddingSetting(url, false));
  }

  void apiKey(String key) {
    if (!setters.containsKey("apiKey")) {
      throw unusable("embedding.api-key", "no setting apiKey", "");
    }
    set("embedding.api-key", "apiKey", new EmbeddingSetting(key, true));
  }

  /** Applies one of {@code embedding.settings}. */
  void set(String name, EmbeddingSetting setting) {
    String key = "embedding.settings." + name;
    if (!setters.containsKey(name)) {
      throw unusable(
          key,
          "no such setting that takes text",
          setters.isEmpty()
              ? ""
              : "The nearest is %s."
                  .formatted(NearestPath.of(name, List.copyOf(setters.keySet()))));
    }
    set(key, name, setting);
  }

  /** The time-out that the model has for one request. */
  Duration timeout() {
    return timeout;
  }

  /**
   * Builds the model.
   *
   * @throws InvalidConfigException if the builder refuses the combination of settings
   */
  EmbeddingModel build() {
    try {
      Method build = builder.getClass().getMethod("build");
      build.trySetAccessible();
      return (EmbeddingModel) invoke(build, builder);
    } catch (NoSuchMethodException noBuild) {
      throw new InvalidConfigException(
          "Cannot use embedding.model %s: its builder has no public build(). Name another class."
              .formatted(type.name()));
    }
  }

  private void set(String key, String name, EmbeddingSetting setting) {
    Method setter = setters.get(name);
    Class<?> target = setter.getParameterTypes()[0];
    Object value =
        SettingValue.of(setting.value(), target)
            .orElseThrow(
                () ->
                    new InvalidConfigException(
                        "Cannot use %s: '%s' is not %s. Fix it."
                            .formatted(key, setting, SettingValue.describe(target))));
    if (name.equals(TIMEOUT) && value instanceof Duration given) {
      timeout = given;
    }
    invoke(setter, builder, value);
  }

  /** The settings by name; of overloaded methods the one whose parameter fits text best. */
  private static Map<String, Method> setters(Class<?> builderType) {
    return Arrays.stream(builderType.getMethods())
        .filter(method -> method.getDeclaringClass() != Object.class)
        .filter(method -> method.getParameterCount() == 1)
        .filter(method -> SettingValue.isPossible(method.getParameterTypes()[0]))
        .collect(
            Collectors.toMap(
                Method::getName,
                Function.identity(),
                BinaryOperator.minBy(
                    Comparator.comparingInt(
                        method -> SettingValue.rank(method.getParameterTypes()[0]))),
                TreeMap::new));
  }

  private Object invoke(Method method, @Nullable Object target, Object... arguments) {
    try {
      method.trySetAccessible();
      return method.invoke(target, arguments);
    } catch (InvocationTargetException refused) {
      Throwable cause = refused.getCause();
      String words = cause.getMessage() == null ? "" : ": " + cause.getMessage();
      throw new InvalidConfigException(
          "Cannot use embedding.model %s with these settings: %s() fails with %s. Fix embedding.settings."
              .formatted(
                  type.name(),
                  method.getName(),
                  ServiceReason.ofMessage(cause.getClass().getSimpleName() + words, secrets)
                      .orElse(cause.getClass().getSimpleName())));
    } catch (IllegalAccessException closed) {
      throw new InvalidConfigException(
          "Cannot use embedding.model %s: its builder is not public. Name another class."
              .formatted(type.name()));
    }
  }

  private InvalidConfigException unusable(String key, String lack, String hint) {
    String remedy = hint.isEmpty() ? "Leave it out, or name another class." : hint;
    return new InvalidConfigException(
        "Cannot use %s: the builder of %s has %s. %s"
            .formatted(key, type.simpleName(), lack, remedy));
  }
}
