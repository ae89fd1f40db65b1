import { Match } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { statementsOf } from './statements.ts';
import { FUNCTIONS, resource, synthesised } from './synthesised.ts';

const desk = (name: string) => ({ name, mode: 'demo' });
const template = synthesised({ desks: [desk('main'), desk('other')], reportEmail: 'morning@example.com' });

describe('the daily report', () => {
  test('goes by a topic of its own to who is to get it', () => {
    template.hasResourceProperties('AWS::SNS::Subscription', {
      Protocol: 'email',
      Endpoint: 'morning@example.com',
      TopicArn: { Ref: Match.stringLikeRegexp('^Reports') },
    });
    const mailed = Object.values(
      template.findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'email' } }),
    );
    expect(mailed).toHaveLength(1);
    expect(JSON.stringify(resource(template, 'AWS::SNS::TopicPolicy', 'Reports').Properties)).toContain(
      'aws:SecureTransport',
    );
  });

  test.each(FUNCTIONS)('%s may send it, and knows where to, if it is the daily close', role => {
    const sends = statementsOf(template, `main${role}`).filter(({ actions }) =>
      actions.includes('sns:Publish'),
    );
    const { Environment } = resource(template, 'AWS::Lambda::Function', `main${role}`).Properties;
    const knows = JSON.stringify(Environment).includes('PERPDESK_REPORT_TOPIC');
    expect([sends.length, knows]).toEqual(role === 'DailyClose' ? [1, true] : [0, false]);
    for (const { resources } of sends)
      expect(resources).toEqual([expect.stringMatching(/^<ReportsTopic\w+>$/)]);
  });
});
