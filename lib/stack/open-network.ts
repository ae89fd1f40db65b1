import {
  GatewayVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { leave } from './finding.ts';

/** Where a task runs: a function needs no network, a task always has one. */
export interface TaskNetwork {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  /** Public ones give a task an address of its own, since there is no other way out of them. */
  readonly subnets: SubnetType.PUBLIC | SubnetType.PRIVATE_WITH_EGRESS;
}

/**
 * A network for tasks that need no fixed address: public subnets without a NAT gateway, so that it costs nothing while
 * nothing runs. Nothing comes in, and what goes out speaks HTTPS.
 */
export class OpenNetwork extends Construct implements TaskNetwork {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
  readonly subnets = SubnetType.PUBLIC;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'tasks', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
      ],
      // It would need a function of CDK's own, with more rights than the desks have; nothing uses that group.
      restrictDefaultSecurityGroup: false,
    });
    leave(
      vpc,
      'VPC7',
      'Nothing can come in, and HTTPS alone goes out, from one task three times a night; flow logs would cost more than it.',
    );
    // The construct has members that its own interface does not allow to be undefined.
    this.vpc = vpc as IVpc;
    vpc.addGatewayEndpoint('Books', { service: GatewayVpcEndpointAwsService.DYNAMODB });
    vpc.addGatewayEndpoint('Models', { service: GatewayVpcEndpointAwsService.S3 });
    this.securityGroup = new SecurityGroup(this, 'Tasks', {
      vpc: this.vpc,
      description: 'perpdesk tasks: HTTPS out, nothing comes in',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'the venue and AWS');
  }
}
