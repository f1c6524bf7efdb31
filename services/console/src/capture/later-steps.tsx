export { Receipt } from "./receipt.tsx";
export { StepCheck } from "./step-check.tsx";
export { StepWho } from "./step-who.tsx";
