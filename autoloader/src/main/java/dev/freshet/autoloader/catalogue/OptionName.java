package dev.freshet.autoloader.catalogue;

import dev.freshet.storage.profile.StorageSetting;

/** The names of the options whose values this source reads, as users write them. */
public final class OptionName {
  public static final String PATH = "path";
  public static final String FORMAT = "cloudFiles.format";
  public static final String MAX_FILES = "cloudFiles.maxFilesPerTrigger";
  public static final String MAX_BYTES = "cloudFiles.maxBytesPerTrigger";
  public static final String INCLUDE_EXISTING = "cloudFiles.includeExistingFiles";
  public static final String VALIDATE = "cloudFiles.validateOptions";
  public static final String GLOB = "pathGlobFilter";
  public static final String NAME_PATTERN = "fileNamePattern";
  public static final String RECURSIVE = "recursiveFileLookup";
  public static final String MODIFIED_AFTER = "modifiedAfter";
  public static final String MODIFIED_BEFORE = "modifiedBefore";
  public static final String STRICT_GLOB = "cloudFiles.useStrictGlobber";
  public static final String OVERWRITES = "cloudFiles.allowOverwrites";
  public static final String MAX_FILE_AGE = "cloudFiles.maxFileAge";
  public static final String CLEAN = "cloudFiles.cleanSource";
  public static final String CLEAN_RETENTION = "cloudFiles.cleanSource.retentionDuration";
  public static final String CLEAN_DESTINATION = "cloudFiles.cleanSource.moveDestination";
  public static final String CLEAN_WAIT = "cloudFiles.cleanSource.waitForCompletion";
  public static final String BACKFILL = "cloudFiles.backfillInterval";
  public static final String INCREMENTAL = "cloudFiles.useIncrementalListing";
  public static final String TIME_ZONE = "timeZone";
  public static final String FILE_LOG = "autoloader.fileLog";
  public static final String START_AFTER = "autoloader.startAfterSequence";
  public static final String LIST_INTERVAL = "autoloader.listInterval";
  public static final String FOLLOW_LINKS = "autoloader.followLinks";
  public static final String DISCOVERY = "autoloader.discovery";
  public static final String ADMISSION = "autoloader.admission";
  public static final String LOCATION = "cloudFiles.schemaLocation";
  public static final String INFER_TYPES = "cloudFiles.inferColumnTypes";
  public static final String HINTS = "cloudFiles.schemaHints";
  public static final String EVOLUTION = "cloudFiles.schemaEvolutionMode";
  public static final String RESCUED_COLUMN = "rescuedDataColumn";
  public static final String CASE_SENSITIVE = "readerCaseSensitive";
  public static final String PARTITION_COLUMNS = "cloudFiles.partitionColumns";
  public static final String QUEUE = "autoloader.queue";
  public static final String NOTIFICATIONS = "cloudFiles.useNotifications";
  public static final String FETCH_PARALLELISM = "cloudFiles.fetchParallelism";
  public static final String QUEUE_URL = "cloudFiles.queueUrl";
  public static final String QUEUE_NAME = "cloudFiles.queueName";
  public static final String CONNECTION = "cloudFiles.connectionString";
  public static final String REGION = "cloudFiles.region";
  public static final String AWS_ACCESS_KEY = "cloudFiles.awsAccessKey";
  public static final String ROLE_ARN = "cloudFiles.roleArn";
  public static final String ROLE_EXTERNAL_ID = "cloudFiles.roleExternalId";
  public static final String ROLE_SESSION_NAME = "cloudFiles.roleSessionName";
  public static final String STS_ENDPOINT = "cloudFiles.stsEndpoint";
  public static final String AWS_SECRET_KEY = "cloudFiles.awsSecretKey";
  public static final String TENANT_ID = "cloudFiles.tenantId";
  public static final String CLIENT_ID = "cloudFiles.clientId";
  public static final String CLIENT_SECRET = "cloudFiles.clientSecret";
  public static final String OUTPUT = "autoloader.output";

  private OptionName() {}

  /** The option that has a setting of a storage, such as {@code autoloader.storage.accountKey}. */
  public static String of(StorageSetting setting) {
    return "autoloader.storage." + setting.option();
  }
}
