"""Starts moto's server, its CloudFormation taught the stack's types that it does not know.

moto has the services behind these types, but its CloudFormation makes nothing of them, and a template that refers to
one fails. Here each is handed, with the template's own properties, to moto's service through the AWS SDK, whose model
of the API refuses a property that AWS would not know. Where moto has no such service, the type is held as a name
alone, so that others can refer to it; which those are is in HELD and said by the test.

Usage: server.py PORT
"""

import json
import os
import sys

import boto3

PORT = int(sys.argv[1])
os.environ.update(
    AWS_ACCESS_KEY_ID="emulator",
    AWS_SECRET_ACCESS_KEY="emulator",
    AWS_ENDPOINT_URL=f"http://127.0.0.1:{PORT}",
    MOTO_PORT=str(PORT),
    # Nothing here runs in Docker: without a name moto looks for a daemon.
    MOTO_HOST="http://127.0.0.1",
)

from moto.cloudformation.custom_model import CustomModel  # noqa: E402
from moto.cloudformation.parsing import get_model_map  # noqa: E402
from moto.core.common_models import CloudFormationModel  # noqa: E402
from moto.server import main  # noqa: E402


def arn(service, region, account, resource):
    return f"arn:aws:{service}:{region}:{account}:{resource}"


def without(properties, *names):
    return {name: value for name, value in properties.items() if name not in names}


class Place:
    """Where a resource is made: its account and region, and clients for both."""

    def __init__(self, account, region):
        self.account, self.region = account, region

    def client(self, service):
        return boto3.client(service, region_name=self.region)

    def arn(self, service, resource):
        return arn(service, self.region, self.account, resource)


# Each takes the place, the resource's generated name and its properties, and gives its reference and its attributes.


def schedule_group(place, name, properties):
    made = place.client("scheduler").create_schedule_group(Name=properties["Name"])
    return properties["Name"], {"Arn": made["ScheduleGroupArn"]}


def schedule(place, name, properties):
    made = place.client("scheduler").create_schedule(**{"Name": name, **properties})
    return name, {"Arn": made["ScheduleArn"]}


def metric_alarm(place, name, properties):
    place.client("cloudwatch").put_metric_alarm(**properties)
    alarm = properties["AlarmName"]
    return alarm, {"Arn": place.arn("cloudwatch", f"alarm:{alarm}")}


def topic_policy(place, name, properties):
    for topic in properties["Topics"]:
        place.client("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(properties["PolicyDocument"])
        )
    return name, {}


def subscription(place, name, properties):
    attributes = {
        key: value if isinstance(value, str) else json.dumps(value)
        for key, value in without(properties, "TopicArn", "Protocol", "Endpoint").items()
    }
    made = place.client("sns").subscribe(
        TopicArn=properties["TopicArn"],
        Protocol=properties["Protocol"],
        Endpoint=properties["Endpoint"],
        Attributes=attributes,
        ReturnSubscriptionArn=True,
    )
    return made["SubscriptionArn"], {"Arn": made["SubscriptionArn"]}


def queue_policy(place, name, properties):
    for queue in properties["Queues"]:
        place.client("sqs").set_queue_attributes(
            QueueUrl=queue, Attributes={"Policy": json.dumps(properties["PolicyDocument"])}
        )
    return name, {}


def invoke_config(place, name, properties):
    place.client("lambda").put_function_event_invoke_config(**properties)
    return name, {}


def version(place, name, properties):
    """moto makes versions itself, but nothing can refer to their number."""
    made = place.client("lambda").publish_version(FunctionName=properties["FunctionName"])
    return made["FunctionArn"], {"Version": made["Version"], "FunctionArn": made["FunctionArn"]}


def alias(place, name, properties):
    made = place.client("lambda").create_alias(**properties)
    return made["AliasArn"], {"AliasArn": made["AliasArn"]}


def held_alarm(place, name, properties):
    alarm = properties["AlarmName"]
    return alarm, {"Arn": place.arn("cloudwatch", f"alarm:{alarm}")}


def held(place, name, properties):
    return name, {}


TYPES = {
    "AWS::CloudWatch::Alarm": metric_alarm,
    "AWS::Lambda::Alias": alias,
    "AWS::Lambda::EventInvokeConfig": invoke_config,
    "AWS::Lambda::Version": version,
    "AWS::SNS::Subscription": subscription,
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::SQS::QueuePolicy": queue_policy,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::Scheduler::ScheduleGroup": schedule_group,
}


def changed_schedule(place, name, properties):
    made = place.client("scheduler").update_schedule(**{"Name": name, **properties})
    return name, {"Arn": made["ScheduleArn"]}


def changed_alias(place, name, properties):
    made = place.client("lambda").update_alias(**properties)
    return made["AliasArn"], {"AliasArn": made["AliasArn"]}


# What is made again under the same name is changed by that, but for these.
CHANGES = {"AWS::Lambda::Alias": changed_alias, "AWS::Scheduler::Schedule": changed_schedule}


def ended_group(place, name):
    place.client("scheduler").delete_schedule_group(Name=name)


# What ends with the stack. A group takes its schedules along; of the others the tests do not ask whether they are gone.
ENDS = {"AWS::Scheduler::ScheduleGroup": ended_group}

# Nothing of these can be asked afterwards. moto has no saved queries and no composite alarms; and it applies a bucket's
# refusals without looking at their conditions, so that "not unless encrypted on the way" would refuse everything.
HELD = {
    "AWS::CloudWatch::CompositeAlarm": held_alarm,
    "AWS::Logs::QueryDefinition": held,
    "AWS::S3::BucketPolicy": held,
}


def taught(type_name, make):
    """A class that moto's CloudFormation finds by being a subclass, as its own are."""

    class Taught(CloudFormationModel):
        # moto files its classes by the second part of this name.
        __module__ = "moto.cloudformation.taught"

        def __init__(self, reference, attributes):
            self.reference, self.attributes = reference, attributes

        @property
        def physical_resource_id(self):
            return self.reference

        def get_cfn_attribute(self, attribute):
            return self.attributes[attribute]

        def is_created(self):
            return True

        @staticmethod
        def cloudformation_name_type():
            return ""

        @staticmethod
        def cloudformation_type():
            return type_name

        @classmethod
        def has_cfn_attr(cls, attr):
            return True

        @classmethod
        def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
            properties = cloudformation_json["Properties"]
            return cls(*make(Place(account_id, region_name), resource_name, properties))

        @classmethod
        def update_from_cloudformation_json(
            cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name
        ):
            properties = cloudformation_json["Properties"]
            change = CHANGES.get(type_name, make)
            return cls(*change(Place(account_id, region_name), original_resource.reference, properties))

        def delete(self, account, region):
            end = ENDS.get(type_name)
            if end is not None:
                end(Place(account, region), self.reference)

    return Taught


def finish_table(place, table, name, properties):
    client = place.client("dynamodb")
    client.update_time_to_live(
        TableName=name,
        TimeToLiveSpecification={
            "AttributeName": properties["TimeToLiveSpecification"]["AttributeName"],
            "Enabled": properties["TimeToLiveSpecification"]["Enabled"],
        },
    )
    client.update_continuous_backups(
        TableName=name, PointInTimeRecoverySpecification=properties["PointInTimeRecoverySpecification"]
    )


def finish_bucket(place, bucket, name, properties):
    client = place.client("s3")
    if "VersioningConfiguration" in properties:
        client.put_bucket_versioning(
            Bucket=name, VersioningConfiguration=properties["VersioningConfiguration"]
        )
    if "PublicAccessBlockConfiguration" in properties:
        client.put_public_access_block(
            Bucket=name, PublicAccessBlockConfiguration=properties["PublicAccessBlockConfiguration"]
        )


def finish_function(place, function, name, properties):
    function.architectures = properties["Architectures"]


def kept(original_resource, **_):
    """The tests call a custom resource's function themselves, at its change as at its creation."""
    return original_resource


# moto's CloudFormation makes these, and leaves out some of their properties.
FINISHES = {
    "AWS::DynamoDB::Table": finish_table,
    "AWS::Lambda::Function": finish_function,
    "AWS::S3::Bucket": finish_bucket,
}


def finished(model, finish):
    """Lets moto make a resource, and gives it the properties that were left out."""
    make = model.create_from_cloudformation_json

    def create(resource_name, cloudformation_json, account_id, region_name, **rest):
        made = make(resource_name, cloudformation_json, account_id, region_name, **rest)
        place = Place(account_id, region_name)
        finish(place, made, made.physical_resource_id, cloudformation_json["Properties"])
        return made

    model.create_from_cloudformation_json = create


# Kept by name: what nobody holds is no subclass any more.
CLASSES = [taught(name, make) for name, make in {**TYPES, **HELD}.items()]

CustomModel.update_from_cloudformation_json = staticmethod(kept)
for type_name, finish in FINISHES.items():
    finished(get_model_map()[type_name], finish)

main(["-H", "127.0.0.1", "-p", str(PORT)])
