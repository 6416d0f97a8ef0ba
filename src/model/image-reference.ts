import { type Fact, known, type Truth, truth, unknown } from '../fact/fact.ts';
import { isOpaque, whyOpaque } from '../fact/opaque.ts';
import { findPlaceholder, unresolvedPlaceholder } from './placeholder.ts';
import type { View } from './view.ts';

/** The parts of an image reference as Docker reads them. */
export interface ImageReference {
  /** Registry host, or undefined for Docker Hub. */
  readonly registry: string | undefined;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** Splits `registry/repository:tag@digest`; the first part is a registry where it has a dot, a colon or is `localhost`. */
export function parseImage(reference: string): ImageReference {
  const [beforeDigest = '', digest] = reference.split('@', 2);
  const slash = beforeDigest.indexOf('/');
  const first = slash < 0 ? '' : beforeDigest.slice(0, slash);
  const registry = /[.:]/.test(first) || first === 'localhost' ? first : undefined;
  const path = registry === undefined ? beforeDigest : beforeDigest.slice(slash + 1);
  const colon = path.lastIndexOf(':');
  return {
    registry,
    repository: colon < 0 ? path : path.slice(0, colon),
    tag: colon < 0 ? undefined : path.slice(colon + 1),
    digest,
  };
}

/** The image as written: placeholders and what the deploy alone will tell stay in it, for whoever reads the parts apart. */
export function imageText(image: View): Fact<string> {
  const { raw } = image;
  return typeof raw === 'string' && isOpaque(raw) ? known(raw) : image.verbatim;
}

/**
 * Hosts of private Amazon ECR registries, IPv4 (`<account>.dkr.ecr.<region>.amazonaws.com`), FIPS and dual-stack names.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
const PRIVATE_ECR = /^[^./]+\.dkr[.-]ecr(-fips)?\.[^/]+$/;

const ECR_REGION = /^[^./]+\.dkr[.-]ecr(?:-fips)?\.([a-z]{2,}(?:-[a-z]+)+-\d+)\./;

/** The region of the private Amazon ECR registry that an image is pulled from; undefined for any other image. */
export function ecrRegion(image: string): string | undefined {
  return ECR_REGION.exec(image)?.[1];
}

/**
 * Is the image pulled from a private Amazon ECR registry? Decided by the host even where the tag is a placeholder, and where the
 * account or the region of the host is known only after the deploy.
 */
export function inPrivateEcr(image: View): Truth {
  return imageText(image).match<Truth>({
    known: (text) => {
      const slash = text.indexOf('/');
      const host = slash < 0 ? '' : text.slice(0, slash);
      if (PRIVATE_ECR.test(host)) return truth(true);
      // Without a slash an opaque value may be the whole reference.
      if (isOpaque(slash < 0 ? text : host)) return unknown(whyOpaque(text));
      const placeholder = findPlaceholder(slash < 0 ? text : host);
      return placeholder ? unknown(unresolvedPlaceholder(placeholder)) : truth(false);
    },
    absent: () => truth(false),
    unknown: (why) => unknown(...why),
  });
}
