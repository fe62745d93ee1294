// Texts of published documents to what a check needs. What does not hold is left out, and the verdict says so.

import { Defect, Incapable } from "./defect.js";
import { readHistory, readRecognition, readStatus, registered } from "./status.js";
import { readTrust } from "./trust.js";
import { incapable, verify, verifyCode } from "./verifier.js";

const bytesOf = (text) => new TextEncoder().encode(text);

export async function holding(read) {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Defect) return null;
    throw error;
  }
}

// `given`: certificate or code; trust, statuses, history, recognitions as texts; root, at.
export async function check(given) {
  try {
    return await judge(given);
  } catch (error) {
    if (error instanceof Incapable) return incapable(given.number ?? null, new Date(given.at));
    throw error;
  }
}

async function judge(given) {
  const trust = given.trust ? await holding(() => readTrust(bytesOf(given.trust), given.root)) : null;
  const statuses = new Map();
  for (const text of trust ? (given.statuses ?? []) : []) {
    const list = await holding(() => readStatus(bytesOf(text), trust));
    if (list && !(statuses.get(list.id)?.version >= list.version)) statuses.set(list.id, list);
  }
  const told = trust && given.history ? await holding(() => readHistory(bytesOf(given.history), trust)) : null;
  const recognitions = [];
  for (const text of trust ? (given.recognitions ?? []) : []) {
    try {
      recognitions.push(await readRecognition(bytesOf(text), trust));
    } catch (error) {
      if (!(error instanceof Defect)) throw error;
      recognitions.refused = error.code; // one that was found and does not hold is told, where none does
    }
  }
  const asked = {
    trust, statuses, recognitions, at: new Date(given.at), register: given.register ?? (told && registered(told)),
    expectedNumber: given.number, expectedHost: given.host,
  };
  if (given.code !== undefined) return verifyCode(given.code, asked);
  return verify(typeof given.certificate === "string" ? bytesOf(given.certificate) : given.certificate, asked);
}
