import { LIMIT_NAMES } from '../../lib/desk/limits/schema.ts';

/** Why each part and each kind of resource of the stack exists. What has no reason here must not be in a template. */

/** By construct; `desk/…` is there once for each desk. */
export const PARTS: Readonly<Record<string, string>> = {
  Books:
    'The books of all desks, each in partitions of its own; kept when the stack goes, since it is the only record of why a position is open',
  Models: 'The models of all desks, each under its own prefix; kept as the books are',
  Told: 'Where CloudWatch lays alarms as it has them; the desks’ notifiers hear it',
  Alarms: 'Where a person is written to: what was made of an alarm',
  Pages: 'Where somebody is woken: positions in danger, or a desk that is silent',
  Reports: 'Where each morning’s report goes; apart, so that a report wakes nobody',
  LimitsSeeder:
    'Puts missing limits into the Parameter Store at a deployment, and never over a person’s edit. Nothing that trades can write a limit',
  Queries: 'What is asked of the logs again and again, in the console’s list',
  Egress:
    'One address for the keys of live desks to be bound to: a private network with one way out. Two zones for the functions, one for the way',
  OpenNetwork: 'Where tasks run that need no fixed address: a function needs no network, a task does',
  Sweep:
    'Where asked for: replays combinations of limits, each in a call of its own. Its roles reach its own bucket and nothing of a desk; at rest it costs nothing',
  'desk/Limits': 'Has the seeder look after this desk’s limits',
  'desk/PositionMonitor': 'Each minute, first: the venue’s account against the book, protection, exits',
  'desk/UniverseScan': 'Each minute: which coins are worth looking at, and why the others are not',
  'desk/SignalEntry': 'Each minute, after the monitor: signals, sizes, refusals, entries',
  'desk/Guardian':
    'Each minute, with a role and a partition of its own: is every position protected? It trusts nothing that the others say',
  'desk/DailyClose': 'Each hour: the day that ended against the venue’s own ledger, shadows, the report',
  'desk/Retrain':
    'Each night: learns from the day, fits models anew, seats them. In a task, where a function’s fifteen minutes do not suffice',
  'desk/LimitsGuard': 'At each edit of a limit, and each hour: do they make sense together?',
  'desk/Notifier':
    'Tells an alarm in words: which coin, which order, which edit. When it fails, Lambda sends the raw alarm instead',
  'desk/EveryMinute': 'Calls the four functions of the minute with the minute that is meant',
  'desk/OnceADay': 'Calls the close; apart from the minute’s group, so that either can be paused alone',
  'desk/Learning': 'Calls the learning, three times a night: a lost call costs an hour, and not a day',
  'desk/OnLimitsEdit':
    'Calls the limits guard at an edit, and each hour besides, since such events are sent as well as it can be done',
  'desk/Alarms': 'Ten alarms, and one over those that mean danger',
  'desk/Dashboard': 'One page: is it safe, does it run, does it do what was intended',
};

interface Kind {
  /** One of it, as the tables call it. */
  readonly name: string;
  readonly why: string;
}

/** By type of CloudFormation. */
export const KINDS: Readonly<Record<string, Kind>> = {
  'AWS::CloudWatch::Alarm': { name: 'alarm', why: 'each on metrics that somebody who is alive emits' },
  'AWS::CloudWatch::CompositeAlarm': { name: 'alarm over alarms', why: 'wakes once, whatever is wrong' },
  'AWS::CloudWatch::Dashboard': { name: 'dashboard', why: 'one a desk; three are free' },
  'AWS::DynamoDB::Table': { name: 'table', why: 'paid by request, restorable, protected from deletion' },
  'AWS::EC2::EIP': { name: 'fixed address', why: 'what the venue’s key is bound to' },
  'AWS::EC2::InternetGateway': { name: 'internet gateway', why: 'a network’s way out' },
  'AWS::EC2::NatGateway': { name: 'NAT gateway', why: 'lets out, under the one address, and nothing in' },
  'AWS::EC2::Route': { name: 'route', why: 'a subnet’s way out' },
  'AWS::EC2::RouteTable': { name: 'route table', why: 'one a subnet, for its route' },
  'AWS::EC2::SecurityGroup': { name: 'security group', why: 'HTTPS out, nothing in' },
  'AWS::EC2::Subnet': { name: 'subnet', why: 'a zone’s part of a network' },
  'AWS::EC2::SubnetRouteTableAssociation': { name: 'association', why: 'ties a subnet to its routes' },
  'AWS::EC2::VPC': { name: 'network', why: 'for what needs a fixed address, or is a task' },
  'AWS::EC2::VPCEndpoint': {
    name: 'gateway endpoint',
    why: 'a free way to the table, and the bucket, past the gateway that is paid by the gigabyte',
  },
  'AWS::EC2::VPCGatewayAttachment': { name: 'attachment', why: 'ties a network to its gateway' },
  'AWS::ECS::Cluster': { name: 'cluster', why: 'where a task is run; without machines of its own' },
  'AWS::ECS::TaskDefinition': { name: 'task definition', why: 'image, size and rights of a task' },
  'AWS::Events::Rule': { name: 'rule', why: 'calls, or lays aside, at an event' },
  'AWS::IAM::Policy': { name: 'policy', why: 'what a role may do, no more; one a role' },
  'AWS::IAM::Role': {
    name: 'role',
    why: 'one for each function and each group of schedules, so that none has another’s rights',
  },
  'AWS::Lambda::Alias': {
    name: 'alias',
    why: 'what is called: a release moves it in one step, and can move it back',
  },
  'AWS::Lambda::EventInvokeConfig': {
    name: 'call settings',
    why: 'no second try, and no call older than its minute: Lambda would try again for six hours',
  },
  'AWS::Lambda::Function': { name: 'function', why: 'one handler each, on arm64' },
  'AWS::Lambda::Permission': { name: 'permission', why: 'lets one rule, or one topic, call one function' },
  'AWS::Lambda::Version': {
    name: 'version',
    why: 'code and environment of one release, never changed, kept',
  },
  'AWS::Logs::LogGroup': {
    name: 'log group',
    why: 'one a function, emptied after a month, kept when the stack goes',
  },
  'AWS::Logs::QueryDefinition': { name: 'saved query', why: 'sizes, margins, denials, fills, ticks' },
  'AWS::S3::Bucket': { name: 'bucket', why: 'private, encrypted' },
  'AWS::S3::BucketPolicy': { name: 'bucket policy', why: 'TLS alone' },
  'AWS::SNS::Subscription': { name: 'subscription', why: 'who hears a topic: a function, or an address' },
  'AWS::SNS::Topic': { name: 'topic', why: 'four: raw alarms, told alarms, what wakes, reports' },
  'AWS::SNS::TopicPolicy': { name: 'topic policy', why: 'TLS alone, and alarms of this account alone' },
  'AWS::SQS::Queue': {
    name: 'dead-letter queue',
    why: 'what a function failed at lies there for two weeks, and an alarm counts it',
  },
  'AWS::SQS::QueuePolicy': { name: 'queue policy', why: 'TLS alone' },
  'AWS::Scheduler::Schedule': {
    name: 'schedule',
    why: 'calls with the minute that is meant, within 60 seconds or never',
  },
  'AWS::Scheduler::ScheduleGroup': {
    name: 'schedule group',
    why: 'what can be found and paused together, and whom its role trusts',
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'state machine',
    why: 'calls the function of sweeps once for each combination, three at a time',
  },
  'Custom::PerpdeskLimits': {
    name: 'limits',
    why: `${LIMIT_NAMES.length} parameters; CloudFormation’s own would overwrite edits`,
  },
};
