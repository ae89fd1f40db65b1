import {
  CfnEIP,
  GatewayVpcEndpointAwsService,
  type ISecurityGroup,
  type IVpc,
  NatProvider,
  Peer,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnOutput, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { leave, wildcard } from './finding.ts';

/** Subnets of the gateway, and of the functions. */
const OUT = 'out';
const DESKS = 'desks';

/** Where a function that needs the fixed address is put. */
export interface Egress {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;
}

/**
 * One address from which live desks speak to the venue, so that their keys can be bound to it: a private network whose
 * only way out is a NAT gateway. A gateway costs about $38 a month in Frankfurt and 5 cents a gigabyte, an address
 * $3.60; without a live desk nothing of it is built. One gateway: when its zone fails, stops go on resting at the venue.
 */
export class FixedEgress extends Construct implements Egress {
  readonly vpc: IVpc;
  readonly securityGroup: ISecurityGroup;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const address = new CfnEIP(this, 'Address', { domain: 'vpc' });
    const vpc = new Vpc(this, 'Vpc', {
      maxAzs: 2,
      natGateways: 1,
      natGatewayProvider: NatProvider.gateway({ eipAllocationIds: [address.attrAllocationId] }),
      subnetConfiguration: [
        { name: OUT, subnetType: SubnetType.PUBLIC, cidrMask: 28, mapPublicIpOnLaunch: false },
        { name: DESKS, subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 24 },
      ],
      // It would need a function of CDK's own, with more rights than the desks have; nothing uses that group.
      restrictDefaultSecurityGroup: false,
    });
    // The construct makes a public subnet for each zone; the gateway lies in the first, and nothing in the second.
    vpc.node.tryRemoveChild(`${OUT}Subnet2`);
    leave(
      vpc,
      'VPC7',
      'Nothing can come in, and what goes out is the desks’ own HTTPS, which their logs tell by request; flow logs cost $0.50 a gigabyte.',
    );
    // The construct has members that its own interface does not allow to be undefined.
    this.vpc = vpc as IVpc;
    // The books go by a way that costs nothing; parameters and logs take the gateway.
    vpc.addGatewayEndpoint('Books', {
      service: GatewayVpcEndpointAwsService.DYNAMODB,
      subnets: [{ subnetGroupName: DESKS }],
    });
    this.securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'perpdesk live functions: HTTPS out, nothing comes in',
      allowAllOutbound: false,
    });
    this.securityGroup.addEgressRule(Peer.anyIpv4(), Port.tcp(443), 'the venue and AWS');
    new CfnOutput(this, 'EgressAddress', {
      description: "Restrict the live desks' API keys to this address at the venue",
      value: address.ref,
    });
  }
}

const INTERFACE_ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * What Lambda needs, with the function's role, to put the function into the network; it knows no narrower resource.
 * The function's own code may do none of it.
 */
export function networkInterfaces(scope: Construct): readonly PolicyStatement[] {
  leave(
    scope,
    wildcard(scope, '*'),
    'Lambda puts the function into the network with its role, before there is an interface that could be named; the function’s own code is denied all of it.',
  );
  return [
    new PolicyStatement({ actions: INTERFACE_ACTIONS, resources: ['*'] }),
    new PolicyStatement({
      effect: Effect.DENY,
      actions: INTERFACE_ACTIONS,
      resources: ['*'],
      conditions: {
        ArnLike: {
          'lambda:SourceFunctionArn': Stack.of(scope).formatArn({
            service: 'lambda',
            resource: 'function:*',
          }),
        },
      },
    }),
  ];
}
