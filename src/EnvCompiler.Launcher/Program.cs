using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.Run.Steps;
using EnvCompiler.Run.Supervision;

// One small program for everything that runs beside a model server: named by its first argument.
return args switch
{
    [SuperviseCommand.Name, .. var rest] => await SuperviseCommand.RunAsync(rest),
    [StepsCommand.Name, .. var rest] => StepsCommand.Run(rest),
    [VulkanDevicesCommand.Name] => VulkanDevicesCommand.Run(),
    [var script, .. var rest] when BackendCommand.Knows(script) => await BackendCommand.RunAsync(script, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine($"usage: envc-run {SuperviseCommand.Name} ENVIRONMENT RUN-DIRECTORY | {StepsCommand.Name} JSON | {VulkanDevicesCommand.Name}");
    return 2;
}
