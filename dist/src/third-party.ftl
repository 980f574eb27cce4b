Freshet is distributed with these libraries. Each jar is the one of Maven Central, unchanged, and holds the notices and
the text of its licence where its project put them. The licences are those that the projects name in their poms; checksums
are in sbom.cdx.json.

<#list dependencyMap as entry>
${entry.getKey().groupId}:${entry.getKey().artifactId}:${entry.getKey().version}<#if entry.getKey().classifier??>:${entry.getKey().classifier}</#if>
<#list entry.getValue() as license>    ${license}
</#list>
</#list>