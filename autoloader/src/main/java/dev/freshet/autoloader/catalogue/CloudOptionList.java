package dev.freshet.autoloader.catalogue;

import static dev.freshet.autoloader.catalogue.KnownOption.NONE;
import static dev.freshet.autoloader.catalogue.KnownOption.notApplicable;
import static dev.freshet.autoloader.catalogue.KnownOption.notYet;

import java.util.List;

/** The options of file events and of the clouds that send them. */
final class CloudOptionList {
  private static final String LISTED = "New files are found by listings and local watch events.";
  private static final String NO_SET_UP = "This source creates no resources in a cloud.";

  private CloudOptionList() {}

  static final List<KnownOption> NOTIFICATIONS =
      List.of(
          notYet(
              "cloudFiles.useNotifications",
              "false",
              "Whether new files are found by events of a queue.",
              LISTED),
          notYet(
              "cloudFiles.fetchParallelism",
              "1",
              "Threads that read events from the queue.",
              LISTED),
          notApplicable(
              "cloudFiles.useManagedFileEvents",
              "false",
              "Whether the events service of the vendor's catalogue finds new files.",
              "The service exists only in the vendor's cloud."),
          notApplicable(
              "cloudFiles.listOnStart",
              "false",
              "Whether a stream with managed events begins with a listing.",
              "Every start of this source lists."),
          notApplicable(
              "cloudFiles.pathRewrites",
              NONE,
              "Mount points for the buckets that events name.",
              "Mount points exist only in the vendor's cloud."),
          notApplicable(
              "cloudFiles.resourceTag.*",
              NONE,
              "Tags for the resources that the vendor's set-up creates.",
              NO_SET_UP),
          notApplicable(
              "databricks.serviceCredential",
              NONE,
              "Name of a credential in the vendor's catalogue.",
              "The catalogue exists only in the vendor's cloud."));

  static final List<KnownOption> AZURE =
      List.of(
          notYet(
              "cloudFiles.connectionString",
              NONE,
              "Connection string of the account with the queue.",
              LISTED),
          notYet("cloudFiles.queueName", NONE, "The queue that gets the events.", LISTED),
          notApplicable("cloudFiles.resourceGroup", NONE, "Where the queue is created.", NO_SET_UP),
          notApplicable(
              "cloudFiles.subscriptionId", NONE, "Where the queue is created.", NO_SET_UP),
          notYet("cloudFiles.tenantId", NONE, "Tenant of the application that reads.", LISTED),
          notYet("cloudFiles.clientId", NONE, "The application that reads.", LISTED),
          notYet("cloudFiles.clientSecret", NONE, "Its secret.", LISTED));

  static final List<KnownOption> AWS =
      List.of(
          notYet("cloudFiles.region", NONE, "Region of the bucket and the queue.", LISTED),
          notYet("cloudFiles.queueUrl", NONE, "The SQS queue that gets the events.", LISTED),
          notYet("cloudFiles.awsAccessKey", NONE, "Access key id.", LISTED),
          notYet("cloudFiles.awsSecretKey", NONE, "Its secret key.", LISTED),
          notYet("cloudFiles.roleArn", NONE, "Role that is assumed.", LISTED),
          notYet("cloudFiles.roleExternalId", NONE, "External id for that role.", LISTED),
          notYet("cloudFiles.roleSessionName", NONE, "Name of the session of that role.", LISTED),
          notYet("cloudFiles.stsEndpoint", NONE, "Endpoint that gives the role.", LISTED),
          notApplicable(
              "cloudFiles.restrictNotificationSetupToSameAWSAccountId",
              "false",
              "Whether only buckets of the queue's account may send events.",
              NO_SET_UP));

  static final List<KnownOption> GOOGLE =
      List.of(
          notYet("cloudFiles.subscription", NONE, "Pub/Sub subscription with the events.", LISTED),
          notYet("cloudFiles.projectId", NONE, "Project of the subscription.", LISTED),
          notYet("cloudFiles.client", NONE, "Client id of the service account.", LISTED),
          notYet("cloudFiles.clientEmail", NONE, "E-mail of the service account.", LISTED),
          notYet("cloudFiles.privateKey", NONE, "Its private key.", LISTED),
          notYet("cloudFiles.privateKeyId", NONE, "Id of that key.", LISTED));
}
