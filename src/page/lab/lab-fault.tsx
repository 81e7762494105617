/** What is wrong with a field that is described by it; there from the beginning, so that it is read out. */
export const LabFault = ({ id, text }: { readonly id: string; readonly text: string }) => (
  <p class="lab-fault" id={id} role="status">
    {text}
  </p>
)
