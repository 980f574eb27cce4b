package dev.freshet.autoloader.option;

import dev.freshet.autoloader.catalogue.OptionName;
import dev.freshet.storage.location.Location;
import dev.freshet.storage.profile.InvalidStorageException;
import dev.freshet.storage.profile.SecretReference;
import dev.freshet.storage.profile.StorageProfile;
import dev.freshet.storage.profile.StorageSetting;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options that say whether events find new files, which queue has them, and as whom it is read.
 */
final class QueueOptions {
  private static final Duration LISTING_BESIDE_EVENTS = Duration.ofMinutes(5);

  /** The documented names that differ from those of the storage. */
  private static final Map<StorageSetting, String> CREDENTIALS =
      Map.of(
          StorageSetting.ACCESS_KEY, OptionName.AWS_ACCESS_KEY,
          StorageSetting.SECRET_KEY, OptionName.AWS_SECRET_KEY,
          StorageSetting.ROLE_ARN, OptionName.ROLE_ARN,
          StorageSetting.ROLE_EXTERNAL_ID, OptionName.ROLE_EXTERNAL_ID,
          StorageSetting.ROLE_SESSION_NAME, OptionName.ROLE_SESSION_NAME,
          StorageSetting.STS_ENDPOINT, OptionName.STS_ENDPOINT,
          StorageSetting.TENANT, OptionName.TENANT_ID,
          StorageSetting.CLIENT_ID, OptionName.CLIENT_ID,
          StorageSetting.CLIENT_SECRET, OptionName.CLIENT_SECRET);

  private static final List<String> NAMES_OF_QUEUES =
      List.of(OptionName.QUEUE, OptionName.QUEUE_URL, OptionName.QUEUE_NAME);

  private final OptionReader reader;
  private final Optional<Location.Remote> landing;

  QueueOptions(OptionReader reader) {
    this.reader = reader;
    String path = reader.text(OptionName.PATH).orElse("");
    this.landing =
        Location.isRemote(path)
            ? Optional.of((Location.Remote) Location.parse(path, Path.of("/")))
            : Optional.empty();
  }

  /**
   * How new files are found. A queue is never made, so what asks for events needs one.
   *
   * @param given names of the options that are given
   */
  AutoloaderOptions.Discovering discovering(Map<String, String> given, Optional<EventQueue> queue) {
    String mode = reader.choice(OptionName.DISCOVERY, "auto", "listing", "events");
    boolean notifications = reader.bool(OptionName.NOTIFICATIONS);
    reader.number(OptionName.FETCH_PARALLELISM, 1, Integer.MAX_VALUE);
    if (notifications && mode.equals("listing")) {
      throw new InvalidOptionException(
          OptionName.NOTIFICATIONS,
          "'true' contradicts " + OptionName.DISCOVERY + " 'listing'",
          "Give one of them");
    }
    boolean wanted = notifications || mode.equals("events");
    if (wanted && landing.isPresent() && queue.isEmpty()) {
      throw new InvalidOptionException(
          notifications ? OptionName.NOTIFICATIONS : OptionName.DISCOVERY,
          "no queue is given, and this source creates none",
          "Let the storage send its events to a queue and name it, or leave this out");
    }
    boolean events = !mode.equals("listing") && (landing.isEmpty() || queue.isPresent());
    Optional<Duration> backfill = reader.duration(OptionName.BACKFILL);
    Duration interval = reader.duration(OptionName.LIST_INTERVAL).orElseThrow();
    if (events && landing.isPresent() && !given.containsKey(OptionName.LIST_INTERVAL)) {
      interval = backfill.orElse(LISTING_BESIDE_EVENTS);
    }
    return new AutoloaderOptions.Discovering(interval, backfill, events, increments());
  }

  private AutoloaderOptions.Increments increments() {
    return switch (reader.choice(OptionName.INCREMENTAL, "auto", "true", "false")) {
      case "auto" -> AutoloaderOptions.Increments.WHILE_IN_ORDER;
      case "true" -> AutoloaderOptions.Increments.ALWAYS;
      default -> AutoloaderOptions.Increments.NEVER;
    };
  }

  /**
   * The queue of events, if one is given.
   *
   * @param storage the settings with which the files are read
   */
  Optional<EventQueue> queue(Map<StorageSetting, String> storage) {
    List<String> named =
        NAMES_OF_QUEUES.stream().filter(name -> reader.text(name).isPresent()).toList();
    if (named.isEmpty()) {
      requireNothingOfAQueue();
      return Optional.empty();
    }
    String name = named.get(0);
    if (named.size() > 1) {
      throw new InvalidOptionException(
          named.get(1), "the queue is given by " + name + " too", "Give one of them");
    }
    if (landing.isEmpty()) {
      throw new InvalidOptionException(
          name,
          "the landing path is a directory of this machine",
          "Leave it out, or give a path like s3a://bucket/landing");
    }
    return Optional.of(new EventQueue(address(name), signIn(storage), connection(name)));
  }

  private void requireNothingOfAQueue() {
    Stream.concat(
            Stream.of(OptionName.CONNECTION, OptionName.REGION), CREDENTIALS.values().stream())
        .filter(name -> reader.text(name).isPresent())
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw new InvalidOptionException(
                  name,
                  "it is for a queue of events, and none is given",
                  "Leave it out, or name the queue");
            });
  }

  private URI address(String name) {
    String text = reader.text(name).orElseThrow();
    String address =
        switch (name) {
          case OptionName.QUEUE_URL -> {
            require(
                name,
                text,
                "s3a",
                "Write one like https://sqs.eu-west-1.amazonaws.com/123456789012/landing");
            yield "sqs+" + text;
          }
          case OptionName.QUEUE_NAME -> azure(name, text);
          default -> text;
        };
    try {
      return URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(
          name,
          "'" + text + "' is not an address",
          "Write one like sqs+https://sqs.eu-west-1.amazonaws.com/123456789012/landing");
    }
  }

  private void require(String name, String text, String scheme, String whatToDo) {
    if (!landing.orElseThrow().scheme().startsWith(scheme)) {
      throw new InvalidOptionException(
          name, "it does not go with a path of " + landing.get().scheme() + ":", "Leave it out");
    }
    if (!text.matches("https?://.+")) {
      throw new InvalidOptionException(name, "'" + text + "' is not an address", whatToDo);
    }
  }

  /** A queue of the landing zone's account is known by its name. */
  private String azure(String name, String text) {
    if (text.matches("https?://.+")) {
      require(name, text, "abfs", "");
      return "azure-queue+" + text;
    }
    if (reader.text(OptionName.CONNECTION).isPresent()) {
      return "azure-queue:" + text;
    }
    String host = landing.orElseThrow().authority().replaceFirst("^.*@", "");
    String queues = host.replaceFirst("^([^.]+)\\.(dfs|blob)\\.", "$1.queue.");
    if (queues.equals(host)) {
      throw new InvalidOptionException(
          name,
          "the account of '" + text + "' cannot be told from the landing path",
          "Write an address like https://account.queue.core.windows.net/landing");
    }
    return "azure-queue+https://" + queues + "/" + text;
  }

  private Optional<SecretReference> connection(String queue) {
    Optional<String> text = reader.text(OptionName.CONNECTION);
    if (text.isPresent() && !queue.equals(OptionName.QUEUE_NAME)) {
      throw new InvalidOptionException(
          OptionName.CONNECTION,
          "it goes with " + OptionName.QUEUE_NAME + " only",
          "Name the queue so, or leave it out");
    }
    return text.map(
        reference ->
            SecretReference.parse(reference)
                .orElseThrow(
                    () ->
                        new InvalidOptionException(
                            OptionName.CONNECTION,
                            "its value stands here itself, where others can read it",
                            "Write ${env:NAME} or ${file:path} and keep the value there")));
  }

  /** Credentials of the queue take the place of those of the files, all together. */
  private Map<StorageSetting, String> signIn(Map<StorageSetting, String> storage) {
    Map<StorageSetting, String> own = new EnumMap<>(StorageSetting.class);
    CREDENTIALS.forEach(
        (setting, name) -> reader.text(name).ifPresent(value -> own.put(setting, value)));
    Map<StorageSetting, String> settings = new EnumMap<>(StorageSetting.class);
    settings.putAll(storage);
    if (!own.isEmpty()) {
      settings.keySet().removeIf(setting -> setting.isSecret() || CREDENTIALS.containsKey(setting));
      settings.putAll(own);
    }
    reader.text(OptionName.REGION).ifPresent(region -> settings.put(StorageSetting.REGION, region));
    try {
      StorageProfile.of(settings, landing.orElseThrow());
      return settings;
    } catch (InvalidStorageException e) {
      String name =
          e.setting() == StorageSetting.REGION
              ? OptionName.REGION
              : CREDENTIALS.getOrDefault(e.setting(), OptionName.of(e.setting()));
      throw new InvalidOptionException(name, e.why(), e.whatToDo());
    }
  }
}
