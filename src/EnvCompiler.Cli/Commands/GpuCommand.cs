using System.CommandLine;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>envc gpu [--json]</c>: the NVIDIA GPUs of this host, and what Vulkan programs see. A host without either is no failure.</summary>
public sealed class GpuCommand : Command
{
    private readonly CliContext context;
    private readonly Option<bool> json = new("--json") { Description = "Print a JSON object" };

    /// <summary>The command.</summary>
    public GpuCommand(CliContext context)
        : base("gpu", "Lists this host's NVIDIA GPUs (SM, memory, driver, what CUDA programs see of them) and its Vulkan devices")
    {
        this.context = context;
        Add(json);
        SetAction(ExecuteAsync);
    }

    private async Task<int> ExecuteAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var inventory = await context.Gpus.InventoryAsync(cancellation) with { Vulkan = await context.Vulkan.AskAsync(cancellation) };
        if (parsed.GetValue(json))
            context.UserInterface.Output.WriteLine(JsonSerializer.Serialize(inventory, CliJson.Default.GpuInventory));
        else
            Write(context.UserInterface, inventory);
        return ExitCodes.Done;
    }

    /// <summary>A line a GPU and a line a slice, then a line a Vulkan device; what is to be said about them goes to the person.</summary>
    internal static void Write(UserInterface userInterface, GpuInventory inventory)
    {
        WriteNvidia(userInterface, inventory);
        if (inventory.Vulkan is { } vulkan)
            WriteVulkan(userInterface, vulkan, afterTable: inventory.Devices.Count > 0);
    }

    private static void WriteNvidia(UserInterface userInterface, GpuInventory inventory)
    {
        if (inventory.Devices.Count == 0)
        {
            userInterface.Say($"no NVIDIA GPU{(inventory.Problem is null ? "" : $": {inventory.Problem}")}");
            return;
        }

        TextTable.Write(
            userInterface.Output,
            [["GPU", "CUDA", "NAME", "SM", "MEMORY", "FREE", "BUSY", "TEMPERATURE", "ECC", "MIG", "PCI", "UUID"], .. inventory.Devices.SelectMany(Rows)]);
        userInterface.Say($"driver {inventory.Driver ?? "unknown"}, CUDA {inventory.Cuda ?? "unknown"}, told by {inventory.Source}");
        if (inventory.Problem is not null)
            userInterface.Say($"CUDA programs see no GPU: {inventory.Problem}");
    }

    private static void WriteVulkan(UserInterface userInterface, VulkanInventory vulkan, bool afterTable)
    {
        if (vulkan.Devices.Count == 0)
            userInterface.Say("no Vulkan device");
        else
        {
            if (afterTable)
                userInterface.Output.WriteLine();
            TextTable.Write(userInterface.Output, [["VULKAN", "TYPE", "API", "DRIVER", "NODE", "PCI", "USABLE"], .. vulkan.Devices.Select(Row)]);
        }

        if (vulkan.Problem is not null)
            userInterface.Say(vulkan.Problem);
    }

    private static string[] Row(VulkanDevice device) =>
    [
        device.Name ?? $"{device.Vendor ?? "?"}:{device.Device ?? "?"}", device.Type ?? "-", device.ApiVersion ?? "-", device.KernelDriver ?? "-", device.Node ?? "-",
        device.PciId ?? "-", device.IsUsable ? "yes" : device.IsSoftware ? "no: software" : $"no: {device.Problem}",
    ];

    private static IEnumerable<string[]> Rows(GpuDevice gpu) =>
    [
        [
            $"{gpu.Index}", gpu.CudaIndex?.ToString() ?? "-", gpu.Name ?? "-", gpu.Sm?.ToString() ?? "-", Memory(gpu.TotalMib), Memory(gpu.FreeMib),
            gpu.Utilization is { } percent ? $"{percent} %" : "-", gpu.Temperature is { } celsius ? $"{celsius} °C" : "-", OnOff(gpu.Ecc), OnOff(gpu.Mig),
            gpu.PciId ?? "-", gpu.Uuid ?? "-",
        ],
        .. gpu.Slices.Select(slice => (string[])["", "", "slice", "", Memory(slice.TotalMib), Memory(slice.FreeMib), "", "", "", "", "", slice.Uuid ?? "-"]),
    ];

    private static string Memory(long? mib) => mib is null ? "-" : $"{mib} MiB";

    private static string OnOff(bool? on) => on switch { true => "on", false => "off", null => "-" };
}
