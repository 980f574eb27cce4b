package dev.freshet.autoloader.catalogue;

import static dev.freshet.autoloader.catalogue.KnownOption.NONE;
import static dev.freshet.autoloader.catalogue.KnownOption.differs;
import static dev.freshet.autoloader.catalogue.KnownOption.notApplicable;
import static dev.freshet.autoloader.catalogue.KnownOption.notYet;
import static dev.freshet.autoloader.catalogue.KnownOption.supported;

import java.util.List;

/** The options of file events and of the clouds that send them. */
final class CloudOptionList {
  private static final String NO_SET_UP = "This source creates no resources in a cloud.";
  private static final String REFERENCE = " A secret: written as `${env:NAME}` or `${file:path}`.";
  private static final String OF_THE_QUEUE =
      "It is for the queue. The files are read with the options `autoloader.storage.*`, which the queue uses too if"
          + " no such option is given.";
  private static final String NO_PUB_SUB =
      "There is no reader of Pub/Sub. New files are found by listings.";

  private CloudOptionList() {}

  static final List<KnownOption> NOTIFICATIONS =
      List.of(
          differs(
              OptionName.NOTIFICATIONS,
              "false",
              "Whether new files are found by events of a queue.",
              "No queue is created: with `true` one must be given, by `"
                  + OptionName.QUEUE_URL
                  + "`, `"
                  + OptionName.QUEUE_NAME
                  + "` or `"
                  + OptionName.QUEUE
                  + "`. A queue that is given is read also with `false`, unless `"
                  + OptionName.DISCOVERY
                  + "` is `listing`."),
          differs(
              OptionName.FETCH_PARALLELISM,
              "1",
              "Threads that read events from the queue.",
              "It changes nothing: one thread receives, as many messages in a call as the service has, and messages of"
                  + " Azure are deleted by eight."),
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
          differs(
              OptionName.CONNECTION,
              NONE,
              "Connection string of the account with the queue." + REFERENCE,
              "It goes with `cloudFiles.queueName`, and a value that stands here itself is refused."),
          supported(
              OptionName.QUEUE_NAME,
              NONE,
              "The storage queue that gets the events: its address, or its name in the account of the landing path."),
          notApplicable("cloudFiles.resourceGroup", NONE, "Where the queue is created.", NO_SET_UP),
          notApplicable(
              "cloudFiles.subscriptionId", NONE, "Where the queue is created.", NO_SET_UP),
          differs(
              OptionName.TENANT_ID, NONE, "Tenant of the application that reads.", OF_THE_QUEUE),
          differs(OptionName.CLIENT_ID, NONE, "The application that reads.", OF_THE_QUEUE),
          differs(OptionName.CLIENT_SECRET, NONE, "Its secret." + REFERENCE, OF_THE_QUEUE));

  static final List<KnownOption> AWS =
      List.of(
          differs(OptionName.REGION, NONE, "Region of the bucket and the queue.", OF_THE_QUEUE),
          supported(OptionName.QUEUE_URL, NONE, "Address of the SQS queue that gets the events."),
          differs(OptionName.AWS_ACCESS_KEY, NONE, "Access key id." + REFERENCE, OF_THE_QUEUE),
          differs(OptionName.AWS_SECRET_KEY, NONE, "Its secret key." + REFERENCE, OF_THE_QUEUE),
          differs(
              OptionName.ROLE_ARN,
              NONE,
              "Role that is assumed: by the access key, or by what the environment offers.",
              OF_THE_QUEUE),
          differs(OptionName.ROLE_EXTERNAL_ID, NONE, "External id for that role.", OF_THE_QUEUE),
          differs(
              OptionName.ROLE_SESSION_NAME,
              NONE,
              "Name of the session of that role; `freshet` by default.",
              OF_THE_QUEUE),
          differs(
              OptionName.STS_ENDPOINT,
              NONE,
              "Host of the service that gives the role.",
              OF_THE_QUEUE),
          notApplicable(
              "cloudFiles.restrictNotificationSetupToSameAWSAccountId",
              "false",
              "Whether only buckets of the queue's account may send events.",
              NO_SET_UP));

  static final List<KnownOption> GOOGLE =
      List.of(
          notYet(
              "cloudFiles.subscription", NONE, "Pub/Sub subscription with the events.", NO_PUB_SUB),
          notYet("cloudFiles.projectId", NONE, "Project of the subscription.", NO_PUB_SUB),
          notYet("cloudFiles.client", NONE, "Client id of the service account.", NO_PUB_SUB),
          notYet("cloudFiles.clientEmail", NONE, "E-mail of the service account.", NO_PUB_SUB),
          notYet("cloudFiles.privateKey", NONE, "Its private key.", NO_PUB_SUB),
          notYet("cloudFiles.privateKeyId", NONE, "Id of that key.", NO_PUB_SUB));
}
