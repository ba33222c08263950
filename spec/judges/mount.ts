// A mount with the client that openapi-typescript makes of the spec. `.ci/judges` checks its types and never runs
// it; each `@ts-expect-error` fails that check as soon as the types let the mistake below it pass.

import createClient from "openapi-fetch";
import type { components, paths } from "./api";

type Body = components["schemas"]["Iso_Image_Mount_RequestBody"];
type ErrorType = components["schemas"]["Std_Errors_Error_Type"];

const client = createClient<paths>({ baseUrl: "https://vcenter.example.com/api" });

export async function mount(libraryItem: string, vm: string): Promise<string> {
  const { data, error } = await client.POST("/vcenter/iso/image?action=mount", {
    body: { library_item: libraryItem, vm },
  });
  if (error) {
    const type: ErrorType | null | undefined = error.error_type;
    throw new Error(`${type}: ${error.messages.map((message) => message.default_message).join("; ")}`);
  }
  const cdrom: string = data;
  return cdrom;
}

export async function mistakes(): Promise<void> {
  // @ts-expect-error The virtual machine is required.
  await client.POST("/vcenter/iso/image?action=mount", { body: { library_item: "iso" } });

  // @ts-expect-error An identifier is text.
  await client.POST("/vcenter/iso/image?action=mount", { body: { library_item: "iso", vm: 42 } });

  // @ts-expect-error There is no such member.
  const body: Body = { library_item: "iso", vm: "vm-42", host: "" };
  void body;

  // @ts-expect-error The action belongs to the path.
  await client.POST("/vcenter/iso/image", { body: { library_item: "iso", vm: "vm-42" } });

  // @ts-expect-error An image is mounted by POST only.
  await client.GET("/vcenter/iso/image?action=mount");

  const { data } = await client.POST("/vcenter/iso/image?action=mount", {
    body: { library_item: "iso", vm: "vm-42" },
  });
  // @ts-expect-error The identifier of a CD-ROM is text.
  const cdrom: number | undefined = data;
  void cdrom;

  // @ts-expect-error There is no such type of error.
  const type: ErrorType = "NOT_THERE";
  void type;
}
