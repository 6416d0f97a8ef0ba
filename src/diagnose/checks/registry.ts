import { not, type Why } from '../../fact/fact.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type EcrRepository, ecrRepository } from '../../model/ecr-image.ts';
import { parseImage } from '../../model/image-reference.ts';
import { select } from '../../model/select.ts';
import type { ContainerShape } from '../../model/shapes.ts';
import type { View } from '../../model/view.ts';
import { cannotTell, failsIf, notApplicable, type Problem } from '../../rule.ts';
import { type Call, judgeCalls, REACHING } from './reach.ts';

/** An image of the deployment, where it stands, and its repository if that is private and in Amazon ECR. */
interface Pulled {
  readonly at: View;
  readonly image: string;
  readonly repository: EcrRepository | undefined;
}

/** The images that are known, and why others are not. */
function pulledImages({ taskDefinition }: Deployment): {
  readonly images: readonly Pulled[];
  readonly why: readonly Why[];
} {
  const { views, why } = select(taskDefinition.view as View, 'containerDefinitions[].image');
  const images: Pulled[] = [];
  const reasons: Why[] = [...why];
  for (const at of views) {
    at.text.match<void>({
      known: (image) => void images.push({ at, image, repository: ecrRepository(image) }),
      absent: () => undefined,
      unknown: (more) => void reasons.push(...more),
    });
  }
  return { images, why: reasons };
}

/** Does every interface that pulls reach the registries of all images? */
export const registryUnreachable: Problem = {
  summary: 'no path leads to the registry of an image',
  appliesTo: 'images, network known',
  severity: 'error',
  phase: 'pull-image',
  decidable: ['L'],
  why: 'an image is pulled over the network of the task (on EC2 of the instance); without a way to its registry no task starts',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/verify-connectivity.html',
  needs: REACHING,
  check: (deployment, facts) => {
    const { images, why } = pulledImages(deployment);
    const calls = images.flatMap(({ at, image, repository }): readonly Call[] => {
      const purpose = `to pull ${image}`;
      return repository
        ? ['ecr.api', 'ecr.dkr'].map((endpoint) => ({ endpoint, region: repository.region, at, purpose }))
        : [{ endpoint: 'internet', region: undefined, at, purpose }];
    });
    return judgeCalls(deployment, facts, calls, why, 'no image is named');
  },
};

/** Does every interface that pulls reach Amazon S3, where ECR keeps the layers? */
export const layersUnreachable: Problem = {
  summary: 'no path leads to Amazon S3, where Amazon ECR keeps the layers of images',
  appliesTo: 'images in private registries of Amazon ECR, network known',
  severity: 'error',
  phase: 'pull-image',
  decidable: ['L'],
  why: 'Amazon ECR answers with addresses in Amazon S3, from which the layers are fetched; where that is closed the pull hangs after it began',
  docs: 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html',
  needs: REACHING,
  check: (deployment, facts) => {
    const { images, why } = pulledImages(deployment);
    const calls = images.flatMap(({ at, image, repository }) =>
      repository
        ? [{ endpoint: 's3', region: repository.region, at, purpose: `for the layers of ${image}` }]
        : [],
    );
    return judgeCalls(deployment, facts, calls, why, 'no image is in a private Amazon ECR registry');
  },
};

/** Docker Hub counts the pulls of those who do not say who they are. */
export const dockerHubAnonymous: Problem = {
  summary: 'an image is pulled from Docker Hub without credentials',
  appliesTo: 'images on Docker Hub',
  // Asked only where the limit was met: then it is the reason.
  severity: 'error',
  phase: 'pull-image',
  decidable: ['F'],
  why: 'Docker Hub limits anonymous pulls by the address they come from, which all tasks behind a NAT gateway share',
  docs: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html',
  check: (deployment) => {
    const { images, why } = pulledImages(deployment);
    const there = images.filter(({ image }) => isOnDockerHub(image));
    if (there.length === 0)
      return why.length > 0 ? cannotTell(why) : notApplicable('no image is on Docker Hub');
    return there.map(({ at, image }) => {
      const container = at.parent as View as View<ContainerShape>;
      const message = `${image} is pulled from Docker Hub without repositoryCredentials`;
      return failsIf(not(container.get('repositoryCredentials').given), () => ({ at, message }));
    });
  },
};

/** Docker Hub, where no registry is named or it names itself. */
function isOnDockerHub(image: string): boolean {
  const { registry } = parseImage(image);
  return registry === undefined || /^(?:[\w-]+\.)?docker\.io$/.test(registry);
}
