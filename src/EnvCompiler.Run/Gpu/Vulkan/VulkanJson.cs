using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>JSON between <c>envc-run vulkan-devices</c> and who asks it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.KebabCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VulkanDevice[]))]
internal sealed partial class VulkanJson : JsonSerializerContext;
