using EdgeWarning.Gateway.Places;

namespace EdgeWarning.Gateway.Tests.Places;

public class Division_Tests
{
    [Theory]
    [InlineData("官山村民委员会", "官山村")]
    [InlineData("沙坪村村民委员会", "沙坪村")]
    [InlineData("北外社区居民委员会", "北外社区")]
    [InlineData("建设居民委员会", "建设社区")]
    [InlineData("河头村委会", "河头村")]
    [InlineData("河头村", "河头村")]
    [InlineData("村民委员会", "村民委员会")]
    public void A_village_is_addressed_as_people_call_it(string name, string called) => Assert.Equal(called, new Division("411321100001", name, null).CalledName);
}
