import { GraphWidget, type HorizontalAnnotation, type IMetric, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { METRICS_NAMESPACE } from '../../adapters/emf-metrics.ts';

export const HEIGHT = 6;

interface GraphProps {
  readonly title: string;
  readonly width: number;
  readonly unit: string;
  readonly lines: readonly IMetric[];
  /** Where an alarm begins. */
  readonly mark?: HorizontalAnnotation;
  readonly min?: number;
}

/** A graph with its unit at the axis, a minute a point, its legend below. */
export const graph = ({ title, width, unit, lines, mark, min }: GraphProps): GraphWidget =>
  new GraphWidget({
    title,
    width,
    height: HEIGHT,
    left: [...lines],
    leftYAxis: { label: unit, showUnits: false, ...(min === undefined ? {} : { min }) },
    ...(mark === undefined ? {} : { leftAnnotations: [mark] }),
  });

/** A metric that the desk's functions emit. */
export const line = (
  desk: string,
  metricName: string,
  statistic: string,
  label: string,
  period = Duration.minutes(1),
): Metric =>
  new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    dimensionsMap: { desk },
    statistic,
    label,
    period,
  });
