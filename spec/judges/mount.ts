// A mount with the client that openapi-typescript generates from the spec. `.ci/judges` checks the types of this
// file and never runs it. An `@ts-expect-error` fails the check if the types accept the mistake below it.

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

  // @ts-expect-error An identifier is a string.
  await client.POST("/vcenter/iso/image?action=mount", { body: { library_item: "iso", vm: 42 } });

  // @ts-expect-error The body has no member `host`.
  const body: Body = { library_item: "iso", vm: "vm-42", host: "" };
  void body;

  // @ts-expect-error The action belongs to the path.
  await client.POST("/vcenter/iso/image", { body: { library_item: "iso", vm: "vm-42" } });

  // @ts-expect-error The mount is a POST.
  await client.GET("/vcenter/iso/image?action=mount");

  const { data } = await client.POST("/vcenter/iso/image?action=mount", {
    body: { library_item: "iso", vm: "vm-42" },
  });
  // @ts-expect-error The identifier of a CD-ROM is a string.
  const cdrom: number | undefined = data;
  void cdrom;

  // @ts-expect-error The error type does not exist.
  const type: ErrorType = "NOT_THERE";
  void type;
}
